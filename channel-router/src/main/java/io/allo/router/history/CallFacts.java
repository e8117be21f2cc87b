// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * What the gateway tells about calls, beside what the engine recorded. Events may come twice, in any order, and before the record
 * of their conversation; a call that ended closes the record if its socket did not.
 */
@Singleton
public class CallFacts {
    private final Pool pool;
    private final RecordStatements statements;

    CallFacts(Pool pool, RecordStatements statements) {
        this.pool = pool;
        this.statements = statements;
    }

    public Uni<Void> store(CallEvent event) {
        return pool.withTransaction(connection -> switch (event) {
            case CallEvent.CallOffered e ->
                set(connection, e, "direction = $2, gateway = $3, offered_at = $4", e.direction(), e.gateway(), at(e));
            case CallEvent.CallRinging e -> set(connection, e, "worker_id = $2, ringing_at = $3", e.workerId(), at(e));
            case CallEvent.CallAnswered e ->
                set(connection, e, "worker_id = $2, codec = $3, answered_at = $4", e.workerId(), e.codec(), at(e));
            case CallEvent.CallAnsweredBy _ -> Uni.createFrom().voidItem(); // the engine recorded it
            case CallEvent.TransferStarted _ -> Uni.createFrom().voidItem(); // its end says all
            case CallEvent.TransferEnded e ->
                set(
                        connection,
                        e,
                        "transfer_mode = $2, transfer_outcome = $3, transfer_status = $4",
                        e.mode(),
                        e.outcome(),
                        e.status());
            case CallEvent.CallRejected e -> set(connection, e, "refused_status = $2", e.status());
            case CallEvent.CallEnded e -> ended(connection, e);
        });
    }

    private static OffsetDateTime at(CallEvent event) {
        return RecordStatements.at(event.occurredAt());
    }

    /** @param assignments for example {@code codec = $2}; $1 is the call id */
    private static Uni<Void> set(SqlConnection connection, CallEvent event, String assignments, Object... values) {
        Tuple parameters = Tuple.of(event.callId());
        List.of(values).forEach(parameters::addValue);
        return connection
                .preparedQuery("insert into call_facts (call_id) values ($1) on conflict do nothing")
                .execute(Tuple.of(event.callId()))
                .chain(() -> connection
                        .preparedQuery("update call_facts set " + assignments + " where call_id = $1")
                        .execute(parameters))
                .replaceWithVoid();
    }

    private static Uni<Void> heard(SqlConnection connection, CallEvent.CallEnded event) {
        CallEvent.AudioQuality audio = event.audio();
        if (audio == null) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> quality = set(
                connection,
                event,
                "packets = $2, packets_lost = $3, jitter_ms = $4, mos = $5",
                audio.packets(),
                audio.lost(),
                audio.jitterMs(),
                audio.mos());
        CallEvent.TurnLatency turns = audio.turns();
        return turns == null
                ? quality
                : quality.chain(() -> set(
                        connection,
                        event,
                        "answers = $2, answer_p50_ms = $3, answer_p95_ms = $4, answer_max_ms = $5",
                        turns.turns(),
                        turns.p50Ms(),
                        turns.p95Ms(),
                        turns.maxMs()));
    }

    private Uni<Void> ended(SqlConnection connection, CallEvent.CallEnded event) {
        EndReason reason = event.reason();
        return set(
                        connection,
                        event,
                        "ended_at = $2, end_category = $3, end_slug = $4, duration_ms = $5",
                        at(event),
                        reason.category().wireName(),
                        reason.slug(),
                        event.durationMs())
                .chain(() -> heard(connection, event))
                .chain(() -> statements.ended(connection, event.callId(), reason, event.occurredAt()));
    }
}
