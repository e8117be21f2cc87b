// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.allo.toolexecutor.config.Broom;
import io.allo.toolexecutor.config.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The table of messages; each statement stands alone, so no connection is held while a sender is waited for. */
@ApplicationScoped
class NotificationStore implements Broom {
    /** One after the other where they are about the same: whoever reads "moved" after "cancelled" believes the wrong one. */
    private static final String FIRST = "not exists (select 1 from notifications e where e.subject = n.subject"
            + " and e.recipient = n.recipient and e.channel = n.channel and e.state = 'waiting' and e.kind <> 'reminder'"
            + " and e.created_at < n.created_at)";

    private static final String CLAIM = "update notifications set claimed_until = $1, attempts = attempts + 1"
            + " where id in (select n.id from notifications n where n.state = 'waiting' and n.due_at <= $2 and %s and "
            + FIRST
            + " order by n.due_at limit $3 for update of n skip locked) returning id, account_id, kind, channel, sender, recipient, body, title,"
            + " calendar_file, language, variables, attempts";
    private static final String DUE = CLAIM.formatted("n.claimed_until < $2");
    /** At first it is reserved for the request that made it. */
    private static final String ONE = CLAIM.formatted("(n.claimed_until < $2 or n.attempts = 0) and n.id = $4");

    private static final String MARK =
            "update notifications set state = $2, provider_id = $3, error_code = $4, error = $5,"
                    + " changed_at = $6, due_at = coalesce($7, due_at), claimed_until = '-infinity',"
                    // What was said is kept by the conversation's record alone.
                    + " body = case when $2 = 'sent' and kind = 'transcript' then '' else body end where id = $1";
    private static final String SENT_TO =
            "select count(*) from notifications where recipient = $1 and state = 'sent' and changed_at > $2";
    private static final String REPORTED = "update notifications set reported = $3,"
            + " state = case when $3 = 'failed' then 'dead' else state end,"
            + " error_code = case when $3 = 'failed' then $4 else error_code end,"
            + " error = case when $3 = 'failed' then $5 else error end"
            + " where provider = $1 and provider_id = $2 and state = 'sent'"
            + " and array_position(array['queued', 'sent', 'failed', 'delivered', 'read'], $3)"
            + " > coalesce(array_position(array['queued', 'sent', 'failed', 'delivered', 'read'], reported), 0)";
    private static final String LIST =
            "select id, subject, kind, channel, state, reported, attempts, due_at, error_code, error, created_at,"
                    + " changed_at from notifications where account_id = $1 and ($2 = '' or state = $2)"
                    + " order by created_at desc limit 500";
    private static final String AGAIN = "update notifications set state = 'waiting', attempts = 0, due_at = $3,"
            + " error = null, error_code = null, reported = null where id = $1 and account_id = $2 and state = 'dead'";

    /** Longer than the longest time between a reminder and its appointment. */
    private static final Duration REMINDED = Duration.ofDays(8);

    private final Pool pool;
    private final NotificationConfig config;
    private final Json json;
    private final Clock clock;

    NotificationStore(Pool pool, NotificationConfig config, Json json, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /** A message that this process has claimed. */
    record Claimed(UUID id, String account, Outgoing outgoing, int attempts) {}

    /** A message as the business sees it: to whom and what stands with the appointment. @param reported by its provider: queued sent delivered read failed */
    record View(
            UUID id,
            String subject,
            String kind,
            String channel,
            String state,
            @Nullable String reported,
            int attempts,
            Instant dueAt,
            @Nullable Integer errorCode,
            @Nullable String error,
            Instant createdAt,
            Instant changedAt) {}

    /** Whoever reports of it knows it by his own name for it. */
    Uni<Integer> carriedBy(UUID id, String provider) {
        return pool.preparedQuery("update notifications set provider = $2 where id = $1")
                .execute(Tuple.of(id, provider))
                .map(RowSet::rowCount);
    }

    /** The oldest that are due, for the time of the lease. */
    Uni<List<Claimed>> claim() {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(at(now().plus(config.lease())), at(now()), config.batch()))
                .map(this::claimed);
    }

    /** This one, when it is due and nobody has it. */
    Uni<List<Claimed>> claim(UUID id) {
        return pool.preparedQuery(ONE)
                .execute(Tuple.of(at(now().plus(config.lease())), at(now()), 1, id))
                .map(this::claimed);
    }

    /** @param again when it is tried again, null when not */
    Uni<Integer> mark(
            UUID id,
            String state,
            @Nullable String providerId,
            int code,
            @Nullable String error,
            @Nullable Duration again) {
        Tuple values = Tuple.of(id, state, providerId, code == 0 ? null : code, error, at(now()));
        values.addValue(again == null ? null : at(now().plus(again)));
        return pool.preparedQuery(MARK).execute(values).map(RowSet::rowCount);
    }

    Uni<Long> sentTo(String recipient, Duration within) {
        return pool.preparedQuery(SENT_TO)
                .execute(Tuple.of(recipient, at(now().minus(within))))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    Uni<@Nullable String> state(UUID id) {
        return pool.preparedQuery("select state from notifications where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().hasNext() ? rows.iterator().next().getString(0) : null);
    }

    /** The newest first, a few. */
    Uni<List<String>> remindedOf(String account, String channel, String recipient) {
        return pool.preparedQuery(
                        "select subject from notifications where recipient = $1 and state = 'sent' and changed_at > $2"
                                + " and account_id = $3 and channel = $4 and kind = 'reminder'"
                                + " order by changed_at desc limit 10")
                .execute(Tuple.of(recipient, at(now().minus(REMINDED)), account, channel))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList());
    }

    /** A later report never gives way to an earlier one; what was delivered has not failed. One that failed is given up. */
    Uni<Integer> reported(String provider, String providerId, String status, int code, String advice) {
        return pool.preparedQuery(REPORTED)
                .execute(Tuple.of(provider, providerId, status, code, advice))
                .map(RowSet::rowCount);
    }

    Uni<Integer> forgetTranscript(String account, String conversation) {
        return pool.preparedQuery(
                        "delete from notifications where account_id = $1 and subject = $2 and kind = 'transcript'")
                .execute(Tuple.of(account, conversation))
                .map(RowSet::rowCount);
    }

    /** @param state empty = all */
    Uni<List<View>> list(String account, String state) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(account, state))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(NotificationStore::view)
                        .toList());
    }

    /** A dead one is tried again; how many those were. */
    Uni<Integer> again(UUID id, String account) {
        return pool.preparedQuery(AGAIN)
                .execute(Tuple.of(id, account, at(now())))
                .map(RowSet::rowCount);
    }

    @Override
    public Uni<Integer> sweep() {
        return pool.preparedQuery("delete from notifications where state <> 'waiting' and changed_at < $1")
                .execute(Tuple.of(at(now().minus(config.keep()))))
                .map(RowSet::rowCount);
    }

    private Instant now() {
        return clock.instant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private List<Claimed> claimed(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Claimed(
                        row.getUUID("id"), row.getString("account_id"), outgoing(row), row.getInteger("attempts")))
                .toList();
    }

    private Outgoing outgoing(Row row) {
        String language = row.getString("language");
        String variables = row.getString("variables");
        return new Outgoing(
                row.getString("kind"),
                row.getString("channel"),
                row.getString("sender"),
                row.getString("recipient"),
                new Outgoing.Content(
                        row.getString("body"),
                        row.getString("title"),
                        row.getString("calendar_file"),
                        language == null ? "fr" : language,
                        variables == null ? List.of() : json.readTexts(variables)));
    }

    private static View view(Row row) {
        return new View(
                row.getUUID("id"),
                row.getString("subject"),
                row.getString("kind"),
                row.getString("channel"),
                row.getString("state"),
                row.getString("reported"),
                row.getInteger("attempts"),
                row.getOffsetDateTime("due_at").toInstant(),
                row.getInteger("error_code"),
                row.getString("error"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("changed_at").toInstant());
    }
}
