// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.servers.ServiceSchema;
import io.allo.launcher.settings.AlloService;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** What PostgreSQL says of the executor's connections: one that leaked stays in a transaction, or is one more than its pool has. */
final class ConnectionsOfExecutor {
    /** {@code quarkus.datasource.reactive.max-size} and {@code jdbc.max-size} as shipped. */
    private static final int POOL = 16 + 2;

    private ConnectionsOfExecutor() {}

    static void areAllFree(RunningAllo allo) {
        Awaitility.await("no transaction is left open")
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    assertThat(count(allo, "xact_start < now() - interval '500 ms'"))
                            .isZero();
                    assertThat(count(allo, "true")).isLessThanOrEqualTo(POOL);
                });
    }

    /** A number from the executor's own tables. */
    static long count(RunningAllo allo, String condition) throws SQLException {
        return number(
                allo,
                "select count(*) from pg_stat_activity where usename = current_user and pid <> pg_backend_pid() and "
                        + condition);
    }

    static long number(RunningAllo allo, String query) throws SQLException {
        ServiceSchema schema = ServiceSchema.ofModule(AlloService.TOOL_EXECUTOR_SERVICE.module())
                .orElseThrow();
        try (var connection = DriverManager.getConnection(
                        "jdbc:" + allo.connections().postgresUrl(),
                        schema.role(),
                        allo.connections().postgresPassword());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
