// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.StreamSupport;

/** Ends of sessions that are still to be told. Several routers may look at once: each takes others. */
@ApplicationScoped
class NoticeRepository {
    /** An end of a session: told once, and again when the session goes on and ends anew. */
    private static final String CLAIM = """
            with due as (
              select account_id, id from console_session
               where account_id = $1 and notice_due <= now() and last_at > now() - interval '1 day'
                 and (ended_at is not null or last_at < now() - $2 * interval '1 millisecond')
                 and notice_for is distinct from coalesce(ended_at, last_at)
               order by notice_due limit $4 for update skip locked),
            taken as (
              update console_session s set notice_due = now() + $3 * interval '1 millisecond', notice_attempts = notice_attempts + 1
                from due where s.account_id = due.account_id and s.id = due.id returning s.*)
            select t.id, t.notice_attempts as attempts, coalesce(t.ended_at, t.last_at) as of,
                   jsonb_build_object('event', 'session.ended', 'session_id', t.id, 'account_id', t.account_id, 'status', t.status,
                     'started_at', t.started_at, 'ended_at', coalesce(t.ended_at, t.last_at), 'duration_seconds', t.duration_seconds,
                     'technician_id', t.technician_id, 'technician_name', t.technician_name, 'worksite', t.worksite, 'call_sid', t.call_sid,
                     'end_reason', t.end_reason, 'issue', t.detected_intent,
                     'total_segments', (select count(*) from console_segment e where e.account_id = t.account_id and e.session_id = t.id),
                     'solutions', coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'title', g.title,
                           'confidence', g.confidence_score, 'feedback', g.agent_feedback) order by g.id)
                         from console_suggestion g where g.account_id = t.account_id and g.session_id = t.id
                          and g.suggestion_type <> 'clarification_question'), '[]')) as body
              from taken t""";

    private static final String DONE =
            "update console_session set notice_for = $3, notice_attempts = 0 where account_id = $1 and id = $2";
    private static final String LATER =
            "update console_session set notice_due = now() + $3 * interval '1 millisecond' where account_id = $1 and id = $2";

    private final Pool pool;

    NoticeRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * The end of a session.
     *
     * @param of which end: a session may go on and end again
     * @param attempts how often it was tried, this time included
     */
    record Notice(String session, OffsetDateTime of, int attempts, JsonObject body) {}

    /** @param lease time after which somebody else may try, should this process die */
    Uni<List<Notice>> claim(String account, Duration quiet, Duration lease, int most) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(account, quiet.toMillis(), lease.toMillis(), most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(NoticeRepository::notice)
                        .toList());
    }

    private static Notice notice(Row row) {
        return new Notice(
                row.getString("id"),
                row.getOffsetDateTime("of"),
                row.getInteger("attempts"),
                row.getJsonObject("body"));
    }

    /** Told, or given up. */
    Uni<Void> done(String account, Notice notice) {
        return pool.preparedQuery(DONE)
                .execute(Tuple.of(account, notice.session(), notice.of()))
                .replaceWithVoid();
    }

    Uni<Void> later(String account, Notice notice, Duration pause) {
        return pool.preparedQuery(LATER)
                .execute(Tuple.of(account, notice.session(), pause.toMillis()))
                .replaceWithVoid();
    }
}
