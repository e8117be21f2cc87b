// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The servers of one folder, started side by side and stopped together. */
public final class EmbeddedServers implements AutoCloseable {
    private static final String POSTGRES_FOLDER = "postgres";
    private static final String REDIS_FOLDER = "redis";

    /** What can be embedded. */
    public enum Kind {
        POSTGRES,
        KAFKA,
        REDIS
    }

    /**
     * Where and how to start.
     *
     * @param folder holds the data
     * @param durable false throws the data away and trades safety for speed (tests)
     * @param ports what to start and on which port, 0 for a free one
     */
    public record Settings(Path folder, boolean durable, Map<Kind, Integer> ports) {
        public Settings {
            ports = Map.copyOf(ports);
        }

        public static Settings throwAway(Path folder) {
            return new Settings(folder, false, Map.of(Kind.POSTGRES, 0, Kind.KAFKA, 0, Kind.REDIS, 0));
        }
    }

    private volatile @Nullable PostgresServer postgres;
    private volatile @Nullable KafkaBroker kafka;
    private volatile @Nullable RedisProcess redis;

    private EmbeddedServers() {}

    /** Returns when all that were asked for answer; when one fails, the others are stopped and the cause is thrown. */
    public static EmbeddedServers start(Settings settings) throws Exception {
        Path folder = settings.folder().toAbsolutePath();
        Files.createDirectories(folder);
        Orphans.endThoseOf(folder.resolve(POSTGRES_FOLDER), folder.resolve(REDIS_FOLDER));
        if (!settings.durable()) {
            Folders.empty(folder);
        }
        var servers = new EmbeddedServers();
        servers.startAll(settings, folder);
        return servers;
    }

    private void startAll(Settings settings, Path folder) throws Exception {
        Map<Kind, Integer> ports = settings.ports();
        if (ports.containsKey(Kind.REDIS)) {
            // Alone: a child process forked meanwhile would inherit the still open file of its program, and Linux
            // refuses to
            // run a file that is open for writing ("Text file busy").
            redis = RedisProcess.start(folder.resolve(REDIS_FOLDER), ports.get(Kind.REDIS), settings.durable());
        }
        // The slow two overlap: initdb waits for the disk, the broker for the processor.
        List<CompletableFuture<Void>> slow = new ArrayList<>();
        if (ports.containsKey(Kind.POSTGRES)) {
            slow.add(starting(() -> postgres = PostgresServer.start(
                    folder.resolve(POSTGRES_FOLDER), ports.get(Kind.POSTGRES), settings.durable())));
        }
        if (ports.containsKey(Kind.KAFKA)) {
            slow.add(starting(() -> kafka = KafkaBroker.start(folder.resolve("kafka"), ports.get(Kind.KAFKA))));
        }
        try {
            CompletableFuture.allOf(slow.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            try {
                close();
            } catch (Exception alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private interface Start {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> starting(Start start) {
        var result = new CompletableFuture<Void>();
        Thread.ofPlatform().name("start-server").start(() -> {
            try {
                start.run();
                result.complete(null);
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
