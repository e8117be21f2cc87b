// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.EndReason;
import io.allo.contracts.events.ConversationEvent.ConversationEnded;
import io.allo.contracts.events.ConversationEvent.ConversationHandedOver;
import io.allo.contracts.events.ConversationEvent.ConversationStarted;
import io.allo.contracts.pricing.ConversationCost;
import io.allo.router.conversation.AnswerTimes;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Consent;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationLog;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The upserts behind {@link RecordEntry}. Plain SQL on the pool, not entities: each statement must be repeatable and must run
 * outside any request.
 */
@Singleton
class RecordStatements {
    private static final int LONGEST_JSON = 65_536;
    /** PostgreSQL has no NUL in jsonb either; an even number of backslashes before it is text. */
    private static final Pattern NUL_ESCAPE = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private static final String TOO_LARGE = "{\"truncated\":true}";

    private final ObjectMapper mapper;
    private final Outbox outbox;
    private final CostStatements costs;

    RecordStatements(ObjectMapper mapper, Outbox outbox, CostStatements costs) {
        this.mapper = mapper;
        this.outbox = outbox;
        this.costs = costs;
    }

    /**
     * All of them: conversations first, then what was said and used, each kind in one round trip, then the rest in its order. An end counts
     * what was said before it.
     */
    Uni<Void> write(SqlConnection connection, List<RecordEntry> batch) {
        List<RecordEntry.Opened> opened = only(RecordEntry.Opened.class, batch);
        List<ConversationLog.Turn> said = only(RecordEntry.Said.class, batch).stream()
                .map(RecordEntry.Said::turn)
                .toList();
        List<RecordEntry.Used> used = only(RecordEntry.Used.class, batch);
        List<RecordEntry> rest = batch.stream()
                .filter(entry -> !(entry instanceof RecordEntry.Opened
                        || entry instanceof RecordEntry.Said
                        || entry instanceof RecordEntry.Used))
                .toList();
        return each(connection, opened)
                .chain(() -> said.isEmpty() ? Uni.createFrom().voidItem() : said(connection, said))
                .chain(() -> used.isEmpty() ? Uni.createFrom().voidItem() : costs.used(connection, used))
                .chain(() -> each(connection, rest));
    }

    private Uni<Void> each(SqlConnection connection, List<? extends RecordEntry> entries) {
        return Multi.createFrom()
                .iterable(entries)
                .onItem()
                .transformToUniAndConcatenate(entry -> write(connection, entry))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static <T extends RecordEntry> List<T> only(Class<T> kind, List<RecordEntry> batch) {
        return batch.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private Uni<Void> write(SqlConnection connection, RecordEntry entry) {
        return switch (entry) {
            case RecordEntry.Opened opened ->
                opened(connection, opened.conversation())
                        .chain(() ->
                                costs.terms(connection, opened.conversation().id(), opened.terms()));
            case RecordEntry.Said said -> said(connection, List.of(said.turn()));
            case RecordEntry.Called called -> called(connection, called.call());
            case RecordEntry.Interrupted interrupted -> interrupted(connection, interrupted);
            case RecordEntry.Timed timed -> timed(connection, timed);
            case RecordEntry.Used used -> costs.used(connection, List.of(used));
            case RecordEntry.Consented consented -> consented(connection, consented);
            case RecordEntry.Answered answered ->
                connection
                        .preparedQuery("update conversations set answered_by = $2 where id = $1")
                        .execute(Tuple.of(answered.conversationId(), word(answered.by())))
                        .replaceWithVoid();
            case RecordEntry.HandedOver over -> outbox.add(connection, handedOver(over));
            case RecordEntry.Ended ended -> ended(connection, ended.conversationId(), ended.reason(), ended.at());
        };
    }

    private Uni<Void> opened(SqlConnection connection, Conversation conversation) {
        Conversation.Setup setup = conversation.setup();
        Tuple values = Tuple.tuple()
                .addValue(conversation.id())
                .addValue(conversation.key().accountId())
                .addValue(conversation.key().channel().wireName())
                .addValue(conversation.key().id())
                .addValue(setup.agent().agentId())
                .addValue(setup.agent().agentName())
                .addValue(setup.agent().restaurantId())
                .addValue(setup.caller())
                .addValue(setup.language())
                .addValue(setup.degraded())
                .addValue(at(conversation.startedAt()))
                .addValue(at(conversation.lastAt()));
        return connection
                .preparedQuery("""
                        insert into conversations (id, account_id, channel, session_id, agent_id, agent_name, restaurant_id,
                          caller, language, degraded, started_at, last_at)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                        on conflict (id) do update set last_at = greatest(conversations.last_at, excluded.last_at)
                        returning (xmax = 0) as inserted""")
                .execute(values)
                .chain(rows -> rows.iterator().next().getBoolean("inserted")
                        ? outbox.add(connection, started(conversation))
                        : Uni.createFrom().voidItem());
    }

    private static ConversationStarted started(Conversation conversation) {
        return new ConversationStarted(
                conversation.id() + "/started",
                conversation.startedAt(),
                conversation.id(),
                conversation.key().accountId(),
                conversation.setup().agent().agentId(),
                conversation.key().channel().wireName(),
                conversation.setup().agent().restaurantId());
    }

    private static ConversationHandedOver handedOver(RecordEntry.HandedOver entry) {
        Conversation after = entry.after();
        int handoffs = after.relay().handoffs();
        return new ConversationHandedOver(
                after.id() + "/handoff/" + handoffs,
                entry.at(),
                after.id(),
                after.key().accountId(),
                entry.formerAgent(),
                after.setup().agent().agentId(),
                after.key().channel().wireName(),
                handoffs);
    }

    private Uni<Void> said(SqlConnection connection, List<ConversationLog.Turn> turns) {
        Map<String, Instant> last = new TreeMap<>();
        turns.forEach(turn ->
                last.merge(turn.conversation().id(), turn.at(), (one, other) -> one.isAfter(other) ? one : other));
        return connection
                .preparedQuery("""
                        insert into turns (conversation_id, number, role, input, text, at, first_words_ms, whole_ms, agent_id)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        on conflict (conversation_id, number) do update set text = excluded.text, whole_ms = excluded.whole_ms""")
                .executeBatch(turns.stream().map(RecordStatements::values).toList())
                .chain(() -> connection
                        .preparedQuery("update conversations set last_at = greatest(last_at, $2) where id = $1")
                        .executeBatch(last.entrySet().stream()
                                .map(one -> Tuple.of(one.getKey(), at(one.getValue())))
                                .toList()))
                .replaceWithVoid();
    }

    private static Tuple values(ConversationLog.Turn turn) {
        return Tuple.tuple()
                .addValue(turn.conversation().id())
                .addValue(turn.number())
                .addValue(turn.role().name().toLowerCase(Locale.ROOT))
                .addValue(turn.input() == null ? null : turn.input().name().toLowerCase(Locale.ROOT))
                .addValue(text(turn.text()))
                .addValue(at(turn.at()))
                .addValue(millis(turn.firstWords()))
                .addValue(millis(turn.whole()))
                .addValue(turn.role() == ConversationLog.Role.AGENT ? agentOf(turn.conversation()) : null);
    }

    private Uni<Void> called(SqlConnection connection, ConversationLog.ToolCall call) {
        Tuple values = Tuple.tuple()
                .addValue(call.conversation().id())
                .addValue(call.number())
                .addValue(call.toolCallId())
                .addValue(text(call.tool()))
                .addValue(json(call.arguments()))
                .addValue(json(call.result()))
                .addValue(call.outcome().name().toLowerCase(Locale.ROOT))
                .addValue(at(call.at()))
                .addValue(call.took().toMillis())
                .addValue(call.extraCost())
                .addValue(agentOf(call.conversation()));
        return connection.preparedQuery("""
                        insert into tool_calls (conversation_id, number, tool_call_id, tool, arguments, result, outcome, at, took_ms,
                          agent_id)
                        values ($1, $2, $3, $4, $5::text::jsonb, $6::text::jsonb
                          || jsonb_strip_nulls(jsonb_build_object('$extraCost', $10::numeric)), $7, $8, $9, $11)
                        on conflict (conversation_id, number) do update set result = excluded.result, outcome = excluded.outcome,
                          took_ms = excluded.took_ms""").execute(values).replaceWithVoid();
    }

    private Uni<Void> interrupted(SqlConnection connection, RecordEntry.Interrupted entry) {
        return connection
                .preparedQuery("update turns set heard_text = $3 where conversation_id = $1 and number = $2")
                .execute(Tuple.of(entry.conversationId(), entry.turnNumber(), text(entry.heardText())))
                .replaceWithVoid();
    }

    private static Uni<Void> timed(SqlConnection connection, RecordEntry.Timed entry) {
        AnswerTimes times = entry.times();
        Tuple values = Tuple.of(entry.conversationId(), entry.turnNumber());
        Stream.of(times.transcript(), times.turn(), times.firstWords(), times.firstSound(), times.sent(), times.heard())
                .forEach(stage -> values.addValue(millis(stage)));
        return connection.preparedQuery("""
                        update turns set transcript_ms = $3, turn_ms = $4, model_words_ms = $5, first_sound_ms = $6, sent_ms = $7,
                          heard_ms = $8
                        where conversation_id = $1 and number = $2""").execute(values).replaceWithVoid();
    }

    private static Uni<Void> consented(SqlConnection connection, RecordEntry.Consented entry) {
        Consent consent = entry.consent();
        return connection
                .preparedQuery("""
                        update conversations set consent_policy = $2, consent_decision = $3, consent_way = $4, consent_at = $5
                        where id = $1""")
                .execute(Tuple.of(
                        entry.conversationId(),
                        entry.policy().wireName(),
                        word(consent.decision()),
                        word(consent.way()),
                        at(consent.at())))
                .replaceWithVoid();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The first reason wins; only the one that closed the record tells the others. */
    Uni<Void> ended(SqlConnection connection, String conversationId, EndReason reason, Instant at) {
        return connection
                .preparedQuery("""
                        update conversations c set ended_at = greatest($2, c.started_at), end_category = $3, end_slug = $4
                        where id = $1 and ended_at is null
                        returning account_id, agent_id, channel, restaurant_id, started_at, ended_at,
                          (select count(*) from turns t where t.conversation_id = c.id) as turns,
                          (select count(*) from tool_calls k where k.conversation_id = c.id) as calls""")
                .execute(Tuple.of(conversationId, at(at), reason.category().wireName(), reason.slug()))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().voidItem()
                        : costs.of(connection, conversationId).chain(cost -> {
                            if (cost != null) {
                                UsageSummary.log(conversationId, cost);
                            }
                            Row row = rows.iterator().next();
                            ConversationEnded event = ended(conversationId, reason, row, cost);
                            return tell(connection, event);
                        }));
    }

    private Uni<Void> tell(SqlConnection connection, ConversationEnded event) {
        return outbox.add(connection, event)
                .chain(() -> outbox.addTranscript(connection, event))
                .chain(() -> event.restaurantId() == null
                        ? Uni.createFrom().voidItem()
                        : outbox.addReport(connection, event))
                .chain(() -> event.channel().equals(Channel.VOICE.wireName())
                        ? outbox.addCallEnd(connection, event)
                        : Uni.createFrom().voidItem());
    }

    private static ConversationEnded ended(
            String conversationId, EndReason reason, Row row, @Nullable ConversationCost cost) {
        OffsetDateTime startedAt = row.getOffsetDateTime("started_at");
        OffsetDateTime endedAt = row.getOffsetDateTime("ended_at");
        return new ConversationEnded(
                conversationId + "/ended",
                endedAt.toInstant(),
                conversationId,
                row.getString("account_id"),
                row.getString("agent_id"),
                row.getString("channel"),
                row.getString("restaurant_id"),
                reason,
                row.getInteger("turns"),
                row.getInteger("calls"),
                Duration.between(startedAt, endedAt).toMillis(),
                cost);
    }

    private static String agentOf(Conversation conversation) {
        return conversation.setup().agent().agentId();
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    /** PostgreSQL has no NUL in text. */
    static String text(String value) {
        return value.indexOf('\0') < 0 ? value : value.replace("\0", "");
    }

    private String json(Map<String, Object> value) {
        try {
            String json = mapper.writeValueAsString(value);
            return json.length() > LONGEST_JSON
                    ? TOO_LARGE
                    : NUL_ESCAPE.matcher(json).replaceAll("$1");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tool call cannot be written as JSON", e);
        }
    }
}
