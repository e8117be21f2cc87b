// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import io.allo.launcher.servers.DatabaseSetup;
import io.allo.launcher.servers.EmbeddedServers.Kind;
import io.allo.launcher.servers.ServersMain;
import io.allo.launcher.servers.ServiceSchema;
import io.allo.launcher.settings.Environment;
import io.allo.launcher.settings.LaunchFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, Kafka and Redis: our own JVM for those that the environment does not name. */
public final class ServersJvm implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Map<Kind, String> VARIABLES = Map.of(
            Kind.POSTGRES, "ALLO_POSTGRES_URL", Kind.KAFKA, "ALLO_KAFKA_BOOTSTRAP", Kind.REDIS, "ALLO_REDIS_URL");

    private final @Nullable Process process;
    private final Connections connections;

    private ServersJvm(@Nullable Process process, Connections connections) {
        this.process = process;
        this.connections = connections;
    }

    public static ServersJvm start(Environment environment, Path dataFolder, Path log) {
        Map<Kind, Integer> wanted = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            if (environment.value(VARIABLES.get(kind)).isEmpty()) {
                wanted.put(kind, environment.number("ALLO_" + kind + "_PORT", 0));
            }
        }
        if (wanted.isEmpty()) {
            return new ServersJvm(null, connections(environment, Map.of()));
        }
        try {
            Files.createDirectories(log.getParent());
            Process process = new ProcessBuilder(command(dataFolder, wanted))
                    .redirectError(log.toFile())
                    .start();
            try {
                return new ServersJvm(process, connections(environment, awaitReady(process, log)));
            } catch (LaunchFailure e) {
                stop(process);
                throw e;
            }
        } catch (IOException e) {
            throw new LaunchFailure("cannot start the servers: " + e.getMessage(), e);
        }
    }

    /** Process id of our own servers' JVM, in which Kafka runs; PostgreSQL and Redis are its children. */
    long pid() {
        if (process == null) {
            throw new IllegalStateException("all servers are foreign");
        }
        return process.pid();
    }

    private static List<String> command(Path dataFolder, Map<Kind, Integer> wanted) {
        List<String> arguments = new ArrayList<>(List.of(
                ServersMain.class.getName(), dataFolder.resolve("servers").toString()));
        wanted.forEach((kind, port) -> arguments.add(kind.name().toLowerCase(Locale.ROOT) + "=" + port));
        List<String> flags = List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx384m",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"));
        return JavaCommand.of(flags, arguments);
    }

    private static Map<Kind, Integer> awaitReady(Process process, Path log) {
        CompletableFuture<String> readyLine = CompletableFuture.supplyAsync(() -> readyLine(process));
        try {
            String line = readyLine.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            Map<Kind, Integer> ports = new EnumMap<>(Kind.class);
            for (String entry : line.substring("ready ".length()).split(" ", -1)) {
                String[] parts = entry.split("=", 2);
                ports.put(Kind.valueOf(parts[0]), Integer.valueOf(parts[1]));
            }
            return ports;
        } catch (ExecutionException | TimeoutException e) {
            throw new LaunchFailure("PostgreSQL, Kafka and Redis did not start; the log: " + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("interrupted", e);
        }
    }

    private static String readyLine(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                .lines()
                .filter(line -> line.startsWith("ready "))
                .findFirst()
                .orElseThrow();
    }

    private static Connections connections(Environment environment, Map<Kind, Integer> ports) {
        String postgres = environment
                .value("ALLO_POSTGRES_URL")
                .orElseGet(() -> "postgresql://127.0.0.1:" + ports.get(Kind.POSTGRES) + "/allo");
        String password = environment.value("ALLO_POSTGRES_PASSWORD").orElse(ServiceSchema.EMBEDDED_PASSWORD);
        if (!ports.containsKey(Kind.POSTGRES)) {
            prepareForeign(postgres, environment.value("ALLO_POSTGRES_USER").orElse("postgres"), password);
        }
        return new Connections(
                postgres,
                ports.containsKey(Kind.POSTGRES) ? ServiceSchema.EMBEDDED_PASSWORD : password,
                environment.value("ALLO_KAFKA_BOOTSTRAP").orElseGet(() -> "127.0.0.1:" + ports.get(Kind.KAFKA)),
                environment
                        .value("ALLO_REDIS_URL")
                        .orElseGet(() -> "redis://127.0.0.1:" + ports.get(Kind.REDIS) + "/0"));
    }

    /** The user names an administrator; the services still get a role each, with the administrator's password. */
    private static void prepareForeign(String url, String user, String password) {
        try (var connection = DriverManager.getConnection("jdbc:" + url, user, password)) {
            var setup = new DatabaseSetup(connection);
            setup.createRoles(password);
            setup.letServicesIn(connection.getCatalog());
        } catch (SQLException | IllegalArgumentException e) {
            throw new LaunchFailure(
                    "cannot prepare %s as %s: %s (ALLO_POSTGRES_USER and ALLO_POSTGRES_PASSWORD must name a user that may create roles)"
                            .formatted(url, user, e.getMessage()),
                    e);
        }
    }

    public Connections connections() {
        return connections;
    }

    /** Completes when our servers ended by themselves; never when none is ours. */
    public CompletableFuture<Process> onExit() {
        return process == null ? new CompletableFuture<>() : process.onExit();
    }

    @Override
    public void close() {
        if (process != null) {
            stop(process);
        }
    }

    private static void stop(Process process) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
