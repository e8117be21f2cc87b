// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/** Claims, releases and deletes facts; each statement stands alone, so no connection is held while Kafka is waited for. */
@ApplicationScoped
class OutboxRepository {
    private static final String CLAIM = "update outbox set claimed_until = now() + make_interval(secs => $1)"
            + " where id in (select id from outbox where claimed_until < now() order by id limit $2 for update skip locked)"
            + " returning id, msg_key, type, payload";

    private final Pool pool;

    OutboxRepository(Pool pool) {
        this.pool = pool;
    }

    /** A stored fact. */
    record Fact(long id, String key, String type, String payload) {}

    /** Takes the oldest free facts for the time of the lease, in order. */
    Uni<List<Fact>> claim(int limit, Duration lease) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of((double) lease.toSeconds(), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(OutboxRepository::toFact)
                        .sorted(Comparator.comparingLong(Fact::id))
                        .toList());
    }

    Uni<Integer> delete(long id) {
        return pool.preparedQuery("delete from outbox where id = $1")
                .execute(Tuple.of(id))
                .map(RowSet::rowCount);
    }

    /** Gives facts back before their lease ends. */
    Uni<Integer> release(List<Long> ids) {
        return pool.preparedQuery("update outbox set claimed_until = '-infinity' where id = any($1)")
                .execute(Tuple.of(ids.toArray(Long[]::new)))
                .map(RowSet::rowCount);
    }

    private static Fact toFact(Row row) {
        return new Fact(row.getLong("id"), row.getString("msg_key"), row.getString("type"), row.getString("payload"));
    }
}
