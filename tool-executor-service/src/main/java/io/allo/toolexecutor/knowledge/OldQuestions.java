// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import io.allo.toolexecutor.config.Broom;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;

/** Forgets what was asked in vain long ago: it is in callers' words. */
@ApplicationScoped
class OldQuestions implements Broom {
    private final Pool pool;
    private final KnowledgeConfig config;
    private final Clock clock;

    OldQuestions(Pool pool, KnowledgeConfig config, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Uni<Integer> sweep() {
        return pool.preparedQuery("delete from knowledge_questions where asked_at < $1")
                .execute(Tuple.of(clock.instant().minus(config.keepQuestions()).atOffset(ZoneOffset.UTC)))
                .map(RowSet::rowCount);
    }
}
