// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.infra;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Finds the infrastructure JVM by its port file or starts it. A file lock makes test JVMs that come at once wait for one
 * start; a port file whose port does not answer is a killed JVM's and counts as none.
 */
final class InfrastructureProcess {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final List<String> SHORT_RUN_FLAGS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "--sun-misc-unsafe-memory-access=allow");

    private final Path folder;

    InfrastructureProcess(Path folder) {
        this.folder = folder;
    }

    Path log() {
        return folder.resolve("infra.log");
    }

    private Path portFile() {
        return folder.resolve("infra.properties");
    }

    Socket connect() throws IOException {
        Files.createDirectories(folder);
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            Socket running = tryConnect();
            return running != null ? running : start();
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException anotherThreadOfThisJvm) {
                pause();
            }
        }
    }

    private @Nullable Socket tryConnect() {
        try (var reader = Files.newBufferedReader(portFile())) {
            var values = new Properties();
            values.load(reader);
            return new Socket(
                    InetAddress.getLoopbackAddress(), Integer.parseInt(values.getProperty("control.port", "0")));
        } catch (IOException | NumberFormatException noneOrStale) {
            return null;
        }
    }

    private Socket start() throws IOException {
        Files.deleteIfExists(portFile());
        Process process = new ProcessBuilder(command())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            Socket ready = tryConnect();
            if (ready != null) {
                return ready;
            }
            if (!process.isAlive()) {
                throw new IOException("the infrastructure JVM ended with code " + process.exitValue() + ": "
                        + Files.readString(log()));
            }
            if (System.nanoTime() > deadline) {
                process.destroy();
                throw new IOException("the infrastructure JVM was not ready after " + START_LIMIT);
            }
            pause();
        }
    }

    private List<String> command() throws IOException {
        Path launcher = ProjectRoot.find().resolve("dev-launcher/target");
        if (!Files.isDirectory(launcher.resolve("classes/io")) || !Files.isDirectory(launcher.resolve("lib"))) {
            throw new IOException("the tests' servers are not built yet; run once, in " + ProjectRoot.find()
                    + ": mvn -Dquick -pl dev-launcher -am process-classes");
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java));
        command.addAll(SHORT_RUN_FLAGS);
        command.addAll(List.of(
                "-cp",
                launcher.resolve("classes") + File.pathSeparator + launcher.resolve("lib") + "/*",
                "io.allo.launcher.infra.InfraMain",
                folder.toString()));
        return command;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the infrastructure starts");
        }
    }
}
