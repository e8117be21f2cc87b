// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.launcher.servers.EmbeddedServers.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersTest {
    @TempDir
    Path folder;

    @Test
    void dataIsThereAgainAfterARestartOnOtherPorts() throws Exception {
        // Given
        try (EmbeddedServers first = start()) {
            first.postgres().createDatabase("allo");
            try (var statement = connection(first).createStatement()) {
                statement.execute("create schema business");
                statement.execute("create table orders as select 7 as id");
            }
            try (Admin admin = admin(first)) {
                admin.createTopics(List.of(new NewTopic("call-events", Optional.empty(), Optional.empty())))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
        }

        // When
        try (EmbeddedServers second = start();
                var statement = connection(second).createStatement();
                Admin admin = admin(second)) {

            // Then
            var orders = statement.executeQuery("select id from orders");
            assertThat(orders.next()).isTrue();
            assertThat(orders.getInt(1)).isEqualTo(7);
            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).contains("call-events");
        }
    }

    @Test
    void halfUnpackedProgramsOfAKilledJvmAreUnpackedAgain() throws Exception {
        // Given one version that is whole and one that is not
        Files.createDirectories(folder.resolve("PG-whole/bin"));
        Files.createFile(folder.resolve("PG-whole/.exists"));
        Files.createDirectories(folder.resolve("PG-half/bin"));

        // When
        PostgresPrograms.reserve(folder).close();

        // Then
        assertThat(folder.resolve("PG-whole/bin")).exists();
        assertThat(folder.resolve("PG-half/bin")).doesNotExist();
    }

    private EmbeddedServers start() throws Exception {
        return EmbeddedServers.start(
                new EmbeddedServers.Settings(folder, true, Map.of(Kind.POSTGRES, 0, Kind.KAFKA, 0, Kind.REDIS, 0)));
    }

    private static Connection connection(EmbeddedServers servers) throws Exception {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + servers.postgres().port() + "/allo",
                ServiceSchema.BUSINESS.role(),
                ServiceSchema.EMBEDDED_PASSWORD);
    }

    private static Admin admin(EmbeddedServers servers) {
        return Admin.create(Map.of("bootstrap.servers", servers.kafka().bootstrap()));
    }
}
