// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.idempotency;

import io.allo.toolexecutor.config.Broom;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;

/** Forgets keys that nobody will repeat any more. */
@ApplicationScoped
class OldKeys implements Broom {
    private final Pool pool;
    private final IdempotencyConfig config;
    private final Clock clock;

    OldKeys(Pool pool, IdempotencyConfig config, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Uni<Integer> sweep() {
        return pool.preparedQuery("delete from idempotency where created_at < $1")
                .execute(Tuple.of(clock.instant().minus(config.keep()).atOffset(ZoneOffset.UTC)))
                .map(RowSet::rowCount);
    }
}
