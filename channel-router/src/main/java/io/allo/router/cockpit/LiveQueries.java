// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What goes on now, from the records of all replicas; every statement is bound to one account. */
@ApplicationScoped
class LiveQueries {
    static final int MOST = 1_000;
    private static final int LINES = 200;

    private static final String LIVE = """
            select c.id, c.channel, c.caller, c.agent_id, c.agent_name, c.language, c.started_at, c.last_at,
                   coalesce(s.mode, t.state, 'agent') as state,
                   coalesce(s.actor, t.holder) as holder, coalesce(s.name, t.holder_name) as holder_name,
                   (select json_agg(json_build_object('number', number, 'role', role, 'text', left(text, 400),
                                                      'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                                    order by number)
                      from (select number, role, text, at from turns where conversation_id = c.id and text <> ''
                             order by number desc limit 3) w) as said,
                   (select coalesce(heard_ms, sent_ms, first_sound_ms, first_words_ms) from turns
                     where conversation_id = c.id and role = 'agent'
                       and coalesce(heard_ms, sent_ms, first_sound_ms, first_words_ms) is not null
                     order by number desc limit 1) as latency_ms,
                   (select case when count(*) = count(cost_usd) then sum(cost_usd) end from model_usage
                     where conversation_id = c.id) as cost_usd
              from conversations c
              left join call_supervision s on s.conversation_id = c.id and s.account_id = c.account_id
                                          and s.seen_at > now() - interval '15 seconds'
              left join lateral (select * from takeover o
                                  where o.account_id = c.account_id and o.state <> 'over'
                                    and (o.conversation_id = c.id
                                         or c.channel <> 'voice' and o.state in ('waiting', 'held')
                                            and o.thread in ('c:' || c.channel || ':' || c.session_id, 'p:' || c.caller))
                                  order by o.state in ('waiting', 'held') desc limit 1) t on true
             where c.account_id = $1 and c.ended_at is null and c.erased_at is null
            """;

    private final Pool pool;
    private final CockpitConfig config;
    private final Clock clock;

    LiveQueries(Pool pool, CockpitConfig config, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    /** Newest first, at most {@value #MOST}. */
    Uni<List<LiveConversation>> live(String accountId) {
        Instant quietSince = clock.instant().minus(config.quiet());
        return pool.preparedQuery(LIVE + " and (c.channel = 'voice' or c.last_at > $2)"
                        + " order by c.started_at desc, c.id limit " + MOST)
                .execute(Tuple.of(accountId, quietSince.atOffset(ZoneOffset.UTC)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(LiveQueries::conversation)
                        .toList());
    }

    /** The last lines, oldest first; empty when the account has no such conversation. */
    Uni<Optional<List<Line>>> lines(String accountId, String id) {
        return pool.preparedQuery("select 1 from conversations where account_id = $1 and id = $2 and erased_at is null")
                .execute(Tuple.of(accountId, id))
                .chain(found ->
                        found.size() == 0 ? Uni.createFrom().item(Optional.empty()) : said(id).map(Optional::of));
    }

    /** The key of a conversation that goes on; empty when the account has no such one. */
    Uni<Optional<ConversationKey>> open(String accountId, String id) {
        return pool.preparedQuery(
                        "select channel, session_id from conversations where account_id = $1 and id = $2 and ended_at is null")
                .execute(Tuple.of(accountId, id))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new ConversationKey(
                                accountId,
                                Channel.valueOf(row.getString("channel").toUpperCase(Locale.ROOT)),
                                row.getString("session_id")))
                        .findFirst());
    }

    Uni<Boolean> isCall(String accountId, String id) {
        return pool.preparedQuery(
                        "select 1 from conversations where account_id = $1 and id = $2 and channel = 'voice' and erased_at is null")
                .execute(Tuple.of(accountId, id))
                .map(rows -> rows.size() > 0);
    }

    private Uni<List<Line>> said(String id) {
        return pool.preparedQuery("""
                        select * from (
                            (select 'turn-' || number as id, role, text, heard_text, at,
                                    coalesce(heard_ms, sent_ms, first_sound_ms, first_words_ms) as ms, null as outcome, number
                               from turns where conversation_id = $1 and text <> '' order by number desc limit $2)
                            union all
                            (select 'tool-' || number, 'tool', tool, null, at, took_ms, outcome, number
                               from tool_calls where conversation_id = $1 order by number desc limit $2)) shown
                         order by at, number""")
                .execute(Tuple.of(id, LINES))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(LiveQueries::line)
                        .toList());
    }

    private static Line line(Row row) {
        return new Line(
                row.getString("id"),
                row.getString("role"),
                row.getString("text"),
                row.getString("heard_text"),
                instant(row, "at"),
                row.getLong("ms"),
                row.getString("outcome"));
    }

    private static LiveConversation conversation(Row row) {
        String holder = row.getString("holder");
        return new LiveConversation(
                row.getString("id"),
                row.getString("channel"),
                row.getString("state"),
                row.getString("caller"),
                new LiveConversation.Agent(row.getString("agent_id"), row.getString("agent_name")),
                row.getString("language"),
                instant(row, "started_at"),
                instant(row, "last_at"),
                words((JsonArray) row.getJson("said")),
                row.getLong("latency_ms"),
                row.getBigDecimal("cost_usd"),
                holder == null ? null : new LiveConversation.Holder(holder, row.getString("holder_name")));
    }

    private static List<LiveConversation.Words> words(@Nullable JsonArray said) {
        return said == null
                ? List.of()
                : IntStream.range(0, said.size())
                        .mapToObj(said::getJsonObject)
                        .map(LiveQueries::words)
                        .toList();
    }

    private static LiveConversation.Words words(JsonObject said) {
        return new LiveConversation.Words(
                said.getInteger("number"),
                said.getString("role"),
                said.getString("text"),
                Instant.parse(said.getString("at")));
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at.toInstant();
    }
}
