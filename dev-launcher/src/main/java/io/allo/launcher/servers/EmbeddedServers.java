// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The three servers of one folder, started side by side and stopped together. */
public final class EmbeddedServers implements AutoCloseable {
    /**
     * Where and how to start.
     *
     * @param folder holds the data of all three
     * @param durable false throws the data away and trades safety for speed (tests)
     * @param postgresPort 0 for a free one, as for the other two
     */
    public record Settings(Path folder, boolean durable, int postgresPort, int kafkaPort, int redisPort) {
        public static Settings throwAway(Path folder) {
            return new Settings(folder, false, 0, 0, 0);
        }
    }

    private @Nullable PostgresServer postgres;
    private @Nullable KafkaBroker kafka;
    private @Nullable RedisProcess redis;

    private EmbeddedServers() {}

    /** Returns when all three answer; when one fails, the others are stopped and the cause is thrown. */
    public static EmbeddedServers start(Settings settings) throws Exception {
        Path folder = settings.folder().toAbsolutePath();
        Files.createDirectories(folder);
        Path postgresData = folder.resolve("postgres");
        Path redisFolder = folder.resolve("redis");
        Orphans.endThoseOf(postgresData, redisFolder);
        if (!settings.durable()) {
            Folders.empty(folder);
        }
        var servers = new EmbeddedServers();
        // Redis alone: a child process forked meanwhile would inherit the still open file of its program, and Linux
        // refuses
        // to run a file that is open for writing ("Text file busy").
        servers.redis = RedisProcess.start(redisFolder, settings.redisPort(), settings.durable());
        // The slow two overlap: initdb waits for the disk, the broker for the processor.
        var postgres = starting(() ->
                servers.postgres = PostgresServer.start(postgresData, settings.postgresPort(), settings.durable()));
        var kafka = starting(() -> servers.kafka = KafkaBroker.start(folder.resolve("kafka"), settings.kafkaPort()));
        var all = CompletableFuture.allOf(postgres, kafka);
        try {
            all.join();
        } catch (CompletionException e) {
            try {
                servers.close();
            } catch (Exception alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        return servers;
    }

    private interface Start {
        AutoCloseable run() throws Exception;
    }

    private static CompletableFuture<AutoCloseable> starting(Start start) {
        var result = new CompletableFuture<AutoCloseable>();
        Thread.ofPlatform().name("start-server").start(() -> {
            try {
                result.complete(start.run());
            } catch (Exception | LinkageError e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    public PostgresServer postgres() {
        return started(postgres);
    }

    public KafkaBroker kafka() {
        return started(kafka);
    }

    public RedisProcess redis() {
        return started(redis);
    }

    private static <T> T started(@Nullable T server) {
        if (server == null) {
            throw new IllegalStateException("server is not running");
        }
        return server;
    }

    @Override
    public void close() throws Exception {
        Exception failure = null;
        for (AutoCloseable server : new AutoCloseable[] {kafka, redis, postgres}) {
            try {
                if (server != null) {
                    server.close();
                }
            } catch (Exception e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
