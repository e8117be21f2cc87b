// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.call;

import io.allo.contracts.events.CallEvent;
import io.allo.toolexecutor.config.Broom;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What the gateway tells of calls, by call id. Events may come twice, and before the conversation's record or without one. */
@ApplicationScoped
class LineFacts implements Broom {
    private final Pool pool;
    private final CallConfig config;
    private final Clock clock;

    LineFacts(Pool pool, CallConfig config, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    Uni<Void> store(CallEvent event) {
        return switch (event) {
            case CallEvent.CallOffered offered -> set(event, "direction", offered.direction());
            case CallEvent.CallAnswered answered -> set(event, "answered_at", at(answered.occurredAt()));
            case CallEvent.TransferEnded ended -> set(event, "transfer_outcome", ended.outcome());
            case CallEvent.CallEnded ended -> set(event, "talk_ms", ended.durationMs());
            case CallEvent.CallRinging _,
                    CallEvent.CallAnsweredBy _,
                    CallEvent.TransferStarted _,
                    CallEvent.CallRejected _ -> Uni.createFrom().voidItem();
        };
    }

    /** @param column one of our own names, never a text from outside */
    private Uni<Void> set(CallEvent event, String column, Object value) {
        return pool.preparedQuery("insert into call_facts (call_id, seen_at, " + column
                        + ") values ($1, $2, $3) on conflict (call_id) do update set " + column + " = excluded."
                        + column)
                .execute(Tuple.of(event.callId(), at(clock.instant()), value))
                .replaceWithVoid();
    }

    Uni<Map<String, Call.Line>> of(List<String> callIds) {
        return callIds.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : pool.preparedQuery(
                                "select call_id, direction, answered_at, talk_ms, transfer_outcome from call_facts where call_id = any($1)")
                        .execute(Tuple.of(callIds.toArray(String[]::new)))
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .collect(Collectors.toMap(row -> row.getString("call_id"), LineFacts::line)));
    }

    @Override
    public Uni<Integer> sweep() {
        return pool.preparedQuery("delete from call_facts where seen_at < $1")
                .execute(Tuple.of(at(clock.instant().minus(config.keepLineFacts()))))
                .map(RowSet::rowCount);
    }

    private static Call.Line line(Row row) {
        OffsetDateTime answered = row.getOffsetDateTime("answered_at");
        Long talked = row.getLong("talk_ms");
        return new Call.Line(
                row.getString("direction"),
                answered == null ? null : answered.toInstant(),
                seconds(talked),
                row.getString("transfer_outcome"));
    }

    private static @Nullable Long seconds(@Nullable Long millis) {
        return millis == null ? null : millis / 1000;
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
