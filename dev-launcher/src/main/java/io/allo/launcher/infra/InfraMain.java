// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.infra;

import io.allo.launcher.servers.EmbeddedServers;
import io.allo.launcher.servers.RedisProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The infrastructure JVM: {@code InfraMain <folder>}. Starts the three servers, opens the control port, writes the port
 * file and ends when {@link Leases} says so, or on SIGTERM. Its output goes to the log that its starter redirects to.
 */
public final class InfraMain {
    private static final Logger LOG = Logger.getLogger(InfraMain.class.getName());
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Duration PREDECESSOR_LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(500);

    private InfraMain() {}

    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.WARNING);
        LOG.setLevel(Level.INFO);
        try {
            serve(Path.of(args[0]).toAbsolutePath());
        } catch (Exception e) {
            LOG.log(Level.SEVERE, "cannot serve", e);
            // Explicitly: threads of a server that started half would keep the JVM alive.
            System.exit(1);
        }
    }

    private static void serve(Path folder) throws Exception {
        Files.createDirectories(folder);
        var portFile = new PortFile(folder);
        try (FileChannel channel =
                FileChannel.open(folder.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = soleServer(channel, portFile);
            if (lock != null) {
                run(folder, portFile);
            }
        }
    }

    /** @return null when another JVM already serves this folder; one that is still stopping is waited for */
    private static @Nullable FileLock soleServer(FileChannel channel, PortFile portFile)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PREDECESSOR_LIMIT.toNanos();
        while (true) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            if (portFile.answers() || System.nanoTime() > deadline) {
                LOG.info("another infrastructure JVM serves this folder");
                return null;
            }
            Thread.sleep(100);
        }
    }

    private static void run(Path folder, PortFile portFile) throws Exception {
        portFile.delete();
        long begin = System.nanoTime();
        EmbeddedServers servers = EmbeddedServers.start(EmbeddedServers.Settings.throwAway(folder.resolve("data")));
        var leases = new Leases(Clock.systemUTC(), IDLE, RedisProcess.DATABASES, InfraMain::alive);
        var control = new LeaseServer(servers, leases);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(portFile, control, servers), "stop"));
        control.start();
        portFile.write(Map.of(
                "control.port", Integer.toString(control.port()),
                "pid", Long.toString(ProcessHandle.current().pid()),
                "postgres.port", Integer.toString(servers.postgres().port()),
                "postgres.pid", Long.toString(servers.postgres().pid()),
                "redis.port", Integer.toString(servers.redis().port()),
                "redis.pid", Long.toString(servers.redis().pid()),
                "kafka.port", Integer.toString(servers.kafka().port())));
        LOG.info("ready after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        while (!leases.endIfUnused()) {
            Thread.sleep(POLL);
        }
        LOG.info("no longer used: stopping");
        System.exit(0);
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static void stop(PortFile portFile, LeaseServer control, EmbeddedServers servers) {
        try {
            portFile.delete();
            control.close();
            servers.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "unclean stop", e);
        }
    }
}
