// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.sip;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A running peer. What it says goes to a file, never to a pipe that nobody reads. */
final class PeerProcess implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;

    /**
     * @param folder the working folder, which gets {@code <name>.log}
     * @param program what {@link PeerProgram} finds
     */
    PeerProcess(Path folder, String name, String program, List<String> arguments) throws IOException {
        var builder = new ProcessBuilder(PeerProgram.require(program).toString());
        builder.command().addAll(arguments);
        log = folder.resolve(name + ".log");
        process = builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** @return whether it ended by itself in this time */
    boolean ends(Duration within) throws InterruptedException {
        return process.waitFor(within);
    }

    int exitStatus() {
        return process.exitValue();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** In order, so that its files are whole; with force where that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
