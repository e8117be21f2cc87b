// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.HealthGroup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;

@HealthGroup("dependencies")
@ApplicationScoped
class PostgresHealth implements AsyncHealthCheck {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Pool pool;

    PostgresHealth(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.query("select 1")
                .execute()
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(rows -> HealthCheckResponse.up("postgresql"))
                .onFailure()
                .recoverWithItem(() -> HealthCheckResponse.down("postgresql"));
    }
}
