// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import io.allo.toolexecutor.config.Broom;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

/** Forgets the kitchen's other work of last month: no plan looks back. */
@ApplicationScoped
class OldLoads implements Broom {
    private static final Duration KEPT = Duration.ofDays(30);

    private final Pool pool;
    private final Clock clock;

    OldLoads(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public Uni<Integer> sweep() {
        return pool.preparedQuery("delete from kitchen_loads where end_at < $1")
                .execute(Tuple.of(clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC)))
                .map(RowSet::rowCount);
    }
}
