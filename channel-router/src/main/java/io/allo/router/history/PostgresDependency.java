// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.router.config.Dependency;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;

@Singleton
class PostgresDependency implements Dependency {
    private final Pool pool;

    PostgresDependency(Pool pool) {
        this.pool = pool;
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public Uni<Void> ping() {
        return pool.query("select 1").execute().replaceWithVoid();
    }
}
