// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import io.allo.launcher.settings.LaunchFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell that holds the other end of a pipe to us. When we are killed the system closes the pipe, and the shell ends the
 * processes whose ids it was told. After an orderly stop it is told {@code done} and ends nothing.
 */
final class Watchdog implements AutoCloseable {
    private static final String SCRIPT = """
            pids=''
            while read -r line; do
              [ "$line" = done ] && exit 0
              pids="$pids $line"
            done
            for pid in $pids; do kill "$pid" 2>/dev/null; done
            for second in 1 2 3 4 5 6 7 8 9 10; do
              alive=''
              for pid in $pids; do kill -0 "$pid" 2>/dev/null && alive=yes; done
              [ -z "$alive" ] && exit 0
              sleep 1
            done
            for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
            """;

    private final Process shell;
    private final OutputStream pipe;

    private Watchdog(Process shell) {
        this.shell = shell;
        this.pipe = shell.getOutputStream();
    }

    static Watchdog start() {
        List<String> command = new ArrayList<>(JavaCommand.ownSession());
        command.addAll(List.of("sh", "-c", SCRIPT));
        try {
            Process shell = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Watchdog(shell);
        } catch (IOException e) {
            throw new LaunchFailure("cannot start a shell: " + e.getMessage(), e);
        }
    }

    void watch(Process process) throws IOException {
        watch(process.pid());
    }

    synchronized void watch(long pid) throws IOException {
        tell(Long.toString(pid));
    }

    Process shell() {
        return shell;
    }

    private void tell(String line) throws IOException {
        pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        tell("done");
        pipe.close();
    }
}
