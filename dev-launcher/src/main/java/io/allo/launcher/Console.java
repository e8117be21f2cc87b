// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher;

import io.allo.launcher.stack.Progress;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;

/** All that the launcher says to the person at the terminal. */
public final class Console implements Progress {
    private static final int STEP_WIDTH = 42;

    private final PrintStream out;
    private final PrintStream err;

    Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    static Console ofTerminal() {
        return new Console(utf8(FileDescriptor.out), utf8(FileDescriptor.err));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** One line: what begins, and when it is done, how long it took. */
    @Override
    public <T> T step(String what, Callable<T> work) throws Exception {
        out.print("  " + what + " " + ".".repeat(Math.max(3, STEP_WIDTH - what.length())) + " ");
        out.flush();
        long begin = System.nanoTime();
        try {
            T result = work.call();
            out.println(seconds(begin));
            return result;
        } catch (Exception e) {
            out.println("failed");
            throw e;
        }
    }

    static String seconds(long begin) {
        double seconds =
                (System.nanoTime() - begin) / (double) Duration.ofSeconds(1).toNanos();
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    @Override
    public void note(String text) {
        out.println("  " + text);
    }

    void say(String text) {
        out.println(text);
    }

    void complain(String text) {
        err.println("allo: " + text);
    }
}
