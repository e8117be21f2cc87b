// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.infra;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A lease on the build's servers: a database of its own, a topic prefix, a Redis index. The database is dropped and the
 * index is free again when the lease is closed or its JVM ends, however it ends.
 */
public final class Infrastructure implements AutoCloseable {
    private static final int ATTEMPTS = 3;

    private final Socket connection;
    private final Map<String, String> values;

    private Infrastructure(Socket connection, Map<String, String> values) {
        this.connection = connection;
        this.values = values;
    }

    /**
     * Blocks until the servers are up (a few seconds for the first caller of a build).
     *
     * @param module a service's module name gets that service's role and schema; any other name the superuser
     */
    public static Infrastructure lease(String module) {
        return lease(module, ProjectRoot.find().resolve("target/infra"), MavenProcess.current());
    }

    static Infrastructure lease(String module, Path folder, OptionalLong owner) {
        var process = new InfrastructureProcess(folder);
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                Socket socket = process.connect();
                Map<String, String> values = request(socket, module, owner);
                if (!values.isEmpty()) {
                    return new Infrastructure(socket, Map.copyOf(values));
                }
                // The servers were about to end when we came: the next connect starts new ones.
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no lease on the test infrastructure; its log: " + process.log(), e);
        }
        throw new IllegalStateException(
                "the test infrastructure gave no lease (more than 64 test JVMs?); its log: " + process.log());
    }

    private static Map<String, String> request(Socket socket, String module, OptionalLong owner) throws IOException {
        String line = "lease %s %d %s\n"
                .formatted(
                        module,
                        ProcessHandle.current().pid(),
                        owner.isPresent() ? Long.toString(owner.getAsLong()) : "-");
        socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        Map<String, String> values = new HashMap<>();
        String entry = in.readLine();
        while (entry != null && !entry.isEmpty()) {
            int equals = entry.indexOf('=');
            values.put(entry.substring(0, equals), entry.substring(equals + 1));
            entry = in.readLine();
        }
        return values;
    }

    /** {@code postgresql://host:port/database}, as ALLO_POSTGRES_URL takes it. */
    public String postgresUrl() {
        return value("postgres.url");
    }

    public String jdbcUrl() {
        return "jdbc:" + postgresUrl();
    }

    public String postgresUser() {
        return value("postgres.user");
    }

    public String postgresPassword() {
        return value("postgres.password");
    }

    /** The schema of the leasing service; empty for a module that keeps no data in PostgreSQL. */
    public Optional<String> schema() {
        return Optional.ofNullable(values.get("postgres.schema"));
    }

    public String kafkaBootstrap() {
        return value("kafka.bootstrap");
    }

    /** Goes before every topic name and consumer group, so that modules do not read each other's events. */
    public String topicPrefix() {
        return value("topic.prefix");
    }

    /** {@code redis://host:port/index}, empty when leased. */
    public String redisUrl() {
        return value("redis.url");
    }

    private String value(String key) {
        return Optional.ofNullable(values.get(key)).orElseThrow(() -> new IllegalStateException("no " + key));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
