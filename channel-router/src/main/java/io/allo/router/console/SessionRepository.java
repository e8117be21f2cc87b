// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code console_session}. */
@ApplicationScoped
class SessionRepository {
    private final Pool pool;

    SessionRepository(Pool pool) {
        this.pool = pool;
    }

    /** Opens the session, or tells more of one that is there; one that was over is active again. */
    Uni<ConsoleSession> open(SessionKey key, ConsoleSession.Opening opening) {
        return pool.preparedQuery("""
                        insert into console_session as s (account_id, id, customer_id, technician_id, technician_name, worksite, language,
                                                          acd_metadata)
                        values ($1, $2, $3, coalesce($4, 'unknown'), $5, $6, coalesce($7, 'fr'), $8)
                        on conflict (account_id, id) do update set
                            customer_id = coalesce($3, s.customer_id), technician_id = coalesce($4, s.technician_id),
                            technician_name = coalesce($5, s.technician_name), worksite = coalesce($6, s.worksite),
                            language = coalesce($7, s.language), acd_metadata = coalesce($8, s.acd_metadata),
                            started_at = case when s.ended_at is null then s.started_at else now() end,
                            status = 'active', ended_at = null, last_at = now()
                        returning *""")
                .execute(Tuple.tuple()
                        .addString(key.accountId())
                        .addString(key.sessionId())
                        .addString(opening.customerId())
                        .addString(opening.technicianId())
                        .addString(opening.technicianName())
                        .addValue(opening.worksite())
                        .addString(opening.language())
                        .addValue(opening.metadata()))
                .map(rows -> ConsoleSession.of(rows.iterator().next()));
    }

    Uni<Optional<ConsoleSession>> find(SessionKey key) {
        return pool.preparedQuery("select * from console_session where account_id = $1 and id = $2")
                .execute(Tuple.of(key.accountId(), key.sessionId()))
                .map(SessionRepository::first);
    }

    /** @param accountId null: of any account; only for what a telephone company has signed */
    Uni<Optional<ConsoleSession>> ofCall(String callSid, @Nullable String accountId) {
        return pool.preparedQuery(
                        "select * from console_session where call_sid = $1 and ($2::text is null or account_id = $2)")
                .execute(Tuple.of(callSid, accountId))
                .map(SessionRepository::first);
    }

    /** The telephone rings. */
    Uni<ConsoleSession> called(SessionKey key, ConsoleSession.Call call) {
        return pool.preparedQuery("""
                        update console_session set call_sid = $3, call_status = $4, call_direction = $5, from_number = $6, to_number = $7,
                               answered_at = null, duration_seconds = null, end_reason = null, end_told = true, status = 'active', ended_at = null, started_at = now(),
                               last_at = now(), muted = false
                         where account_id = $1 and id = $2 returning *""")
                .execute(Tuple.tuple()
                        .addString(key.accountId())
                        .addString(key.sessionId())
                        .addString(call.sid())
                        .addString(call.status())
                        .addString(call.direction())
                        .addString(call.from())
                        .addString(call.to()))
                .map(rows -> ConsoleSession.of(rows.iterator().next()));
    }

    /**
     * What the telephone company tells of a call, in whatever order it comes.
     *
     * @param duration seconds, with the last state
     * @param reason of a last state
     * @return empty where nothing has changed
     */
    Uni<Optional<CallChange>> callStatus(
            String callSid, String status, @Nullable Integer duration, @Nullable String reason) {
        return pool.preparedQuery("""
                        with old as (select account_id, id, call_status from console_session where call_sid = $1 for update)
                        update console_session s set call_status = $2, last_at = now(), end_reason = $4, end_told = $4::text is null,
                               answered_at = case when $2 = 'in-progress' then coalesce(answered_at, now()) else answered_at end,
                               duration_seconds = coalesce($3, duration_seconds),
                               status = case when $4::text is null then s.status when $2 = 'completed' then 'completed' else 'dropped' end,
                               ended_at = case when $4::text is null then ended_at else coalesce(ended_at, now()) end
                          from old
                         where s.account_id = old.account_id and s.id = old.id and s.end_reason is null
                           and ($4::text is not null
                                or array_position(array['queued', 'initiated', 'ringing', 'in-progress'], old.call_status)
                                   < array_position(array['queued', 'initiated', 'ringing', 'in-progress'], $2::text))
                        returning s.*, old.call_status as status_before""")
                .execute(Tuple.of(callSid, status, duration, reason))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(CallChange.of(rows.iterator().next())));
    }

    /** @param before the state before this one */
    record CallChange(ConsoleSession session, String before) {
        static CallChange of(Row row) {
            return new CallChange(ConsoleSession.of(row), row.getString("status_before"));
        }
    }

    /** The support agent has ended the call; the telephone company will tell of it too. */
    Uni<Void> hungUp(SessionKey key, long seconds) {
        return pool.preparedQuery("""
                        update console_session set call_status = 'completed', status = 'completed',
                               ended_at = coalesce(ended_at, now()), duration_seconds = coalesce(duration_seconds, $3), last_at = now()
                         where account_id = $1 and id = $2""")
                .execute(Tuple.of(key.accountId(), key.sessionId(), (int) seconds))
                .replaceWithVoid();
    }

    /** The end of the session's call, once; empty where it was told. */
    Uni<Optional<JsonObject>> tellEnd(SessionKey key) {
        return pool.preparedQuery("""
                        update console_session set end_told = true
                         where account_id = $1 and id = $2 and not end_told returning call_sid, call_status, end_reason""")
                .execute(Tuple.of(key.accountId(), key.sessionId()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.empty();
                    }
                    Row row = rows.iterator().next();
                    return Optional.of(CallEnds.ended(
                            row.getString("call_sid"), row.getString("call_status"), row.getString("end_reason")));
                });
    }

    Uni<Optional<ConsoleSession>> end(SessionKey key, String status) {
        return pool.preparedQuery("""
                        update console_session set status = $3, ended_at = coalesce(ended_at, now()), last_at = now(),
                               duration_seconds = coalesce(duration_seconds, extract(epoch from now() - started_at)::int)
                         where account_id = $1 and id = $2 returning *""")
                .execute(Tuple.of(key.accountId(), key.sessionId(), status))
                .map(SessionRepository::first);
    }

    Uni<Boolean> mute(SessionKey key, boolean muted) {
        return pool.preparedQuery("update console_session set muted = $3 where account_id = $1 and id = $2")
                .execute(Tuple.of(key.accountId(), key.sessionId(), muted))
                .map(rows -> rows.rowCount() > 0);
    }

    Uni<Void> detected(SessionKey key, @Nullable String intent, JsonObject entities) {
        return pool.preparedQuery("""
                        update console_session set detected_intent = coalesce($3, detected_intent), detected_entities = $4
                         where account_id = $1 and id = $2""")
                .execute(Tuple.of(key.accountId(), key.sessionId(), intent, entities))
                .replaceWithVoid();
    }

    /** Forgets sessions, with all that belongs to them. */
    Uni<Integer> purge(Duration age, int most) {
        return pool.preparedQuery("""
                        delete from console_session where (account_id, id) in (
                            select account_id, id from console_session
                             where last_at < now() - $1 * interval '1 millisecond' limit $2)""").execute(Tuple.of(age.toMillis(), most)).map(RowSet::rowCount);
    }

    private static Optional<ConsoleSession> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(ConsoleSession.of(rows.iterator().next()));
    }
}
