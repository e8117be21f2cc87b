// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Starts infrastructure JVMs of its own, in a folder of its own, because it kills them. */
class InfrastructureTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final List<Process> clients = new ArrayList<>();

    @AfterEach
    void endOurProcesses() throws Exception {
        clients.forEach(Process::destroyForcibly);
        if (Files.exists(folder.resolve("infra.properties"))) {
            ProcessHandle server = process("pid");
            server.destroy();
            server.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void testJvmsThatStartAtOnceShareOneInfrastructure() throws Exception {
        // Given three JVMs that find nothing running
        for (int i = 0; i < 3; i++) {
            clients.add(startClient("channel-router", ProcessHandle.current().pid()));
        }

        // When each has its lease
        List<Properties> leases = new ArrayList<>();
        for (Process client : clients) {
            leases.add(readLease(client));
        }

        // Then they talk to the same servers, each to a database, a topic prefix and a Redis index of its own
        assertThat(leases)
                .extracting(l -> l.getProperty("kafka"))
                .containsOnly(leases.getFirst().getProperty("kafka"));
        assertThat(leases).extracting(l -> l.getProperty("postgres")).doesNotHaveDuplicates();
        assertThat(leases).extracting(l -> l.getProperty("redis")).doesNotHaveDuplicates();
        assertThat(leases).extracting(l -> l.getProperty("topics")).doesNotHaveDuplicates();
    }

    @Test
    void serviceCreatesItsSchemaAndSeesItWithoutQualifying() throws Exception {
        try (Infrastructure lease = lease("tool-executor-service", OptionalLong.empty());
                Connection connection =
                        DriverManager.getConnection(lease.jdbcUrl(), lease.postgresUser(), lease.postgresPassword());
                var statement = connection.createStatement()) {
            // When
            statement.execute("create schema business");
            statement.execute("create table orders(id int)");

            // Then
            var found = statement.executeQuery("select schemaname from pg_tables where tablename = 'orders'");
            assertThat(found.next()).isTrue();
            assertThat(found.getString(1)).isEqualTo("business");
            assertThat(lease.schema()).contains("business");
        }
    }

    @Test
    void databaseOfAKilledTestJvmIsDropped() throws Exception {
        // Given
        Process client = startClient("channel-router", ProcessHandle.current().pid());
        clients.add(client);
        Properties killed = readLease(client);
        try (Infrastructure ours = lease("probe", OptionalLong.empty())) {
            assertThat(databases(ours)).contains(nameOf(killed));

            // When
            client.destroyForcibly().waitFor();

            // Then
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(databases(ours)).doesNotContain(nameOf(killed)));
        }
    }

    @Test
    void afterTheServersWereKilledTheNextTestGetsNewOnesAndNoOrphanStays() throws Exception {
        // Given
        ProcessHandle firstPostgres;
        ProcessHandle firstRedis;
        try (Infrastructure first = lease("channel-router", OptionalLong.empty())) {
            firstPostgres = process("postgres.pid");
            firstRedis = process("redis.pid");
            process("pid").destroyForcibly();
            process("pid").onExit().get(10, TimeUnit.SECONDS);
            assertThat(firstPostgres.isAlive()).isTrue();
            assertThat(first.schema()).isPresent();
        }

        // When
        try (Infrastructure second = lease("channel-router", OptionalLong.empty())) {

            // Then
            assertThat(databases(second)).contains(nameOf(second.postgresUrl()));
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(List.of(firstPostgres, firstRedis)).noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void infrastructureEndsWhenItsMavenIsGone() throws Exception {
        // Given a lease that belongs to a process which then ends
        Process maven = new ProcessBuilder("sleep", "600").start();
        ProcessHandle server;
        try (Infrastructure lease = lease("channel-router", OptionalLong.of(maven.pid()))) {
            server = process("pid");
            maven.destroyForcibly().waitFor();
            assertThat(lease.kafkaBootstrap()).isNotBlank();
        }

        // Then all is gone, the servers' processes too
        server.onExit().get(30, TimeUnit.SECONDS);
        assertThat(folder.resolve("infra.properties")).doesNotExist();
        assertThat(folder.resolve("data/postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void moduleGetsNoSettingsForServersItCannotUse() {
        // Given test-kit itself: no schema, no Kafka and no Redis client; this one uses the build's shared servers
        var resource = new InfrastructureResource();

        // When
        var settings = resource.start();
        resource.stop();

        // Then
        assertThat(settings).isEmpty();
    }

    private Infrastructure lease(String module, OptionalLong owner) {
        return Infrastructure.lease(module, folder, owner);
    }

    private Process startClient(String module, long owner) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dbuild.root=" + ProjectRoot.find(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeaseHolder.class.getName(),
                        module,
                        folder.toString(),
                        Long.toString(owner))
                .redirectErrorStream(true)
                .start();
    }

    private static Properties readLease(Process client) throws IOException {
        InputStream out = client.getInputStream();
        var text = new StringBuilder();
        for (int c = out.read(); c >= 0 && !text.toString().endsWith("done"); c = out.read()) {
            text.append((char) c);
        }
        var lease = new Properties();
        lease.load(new StringReader(text.toString()));
        assertThat(lease.stringPropertyNames()).as(text.toString()).contains("postgres", "kafka", "redis", "topics");
        return lease;
    }

    private ProcessHandle process(String key) throws IOException {
        var values = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("infra.properties"), StandardCharsets.UTF_8)) {
            values.load(reader);
        }
        return ProcessHandle.of(Long.parseLong(values.getProperty(key))).orElseThrow();
    }

    private static String nameOf(Properties lease) {
        return nameOf(lease.getProperty("postgres"));
    }

    private static String nameOf(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static List<String> databases(Infrastructure lease) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(lease.jdbcUrl(), lease.postgresUser(), lease.postgresPassword());
                var rows = connection.createStatement().executeQuery("select datname from pg_database")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
