// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Stops what runs, once: at the end of a command, or from the JVM's hook on Ctrl-C and SIGTERM. */
final class Shutdown implements AutoCloseable {
    private final Console console;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Thread hook = new Thread(this::stopOnSignal, "stop");
    private volatile @Nullable AutoCloseable running;

    Shutdown(Console console) {
        this.console = console;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    <T extends AutoCloseable> T guard(T closeable) {
        running = closeable;
        return closeable;
    }

    /** What a command throws or returns because its processes were stopped under it is no failure. */
    int run(Callable<Integer> command) throws Exception {
        try {
            int code = command.call();
            return begun.get() ? 0 : code;
        } catch (Exception e) {
            if (begun.get()) {
                return 0;
            }
            throw e;
        }
    }

    private void stopOnSignal() {
        if (begun.compareAndSet(false, true)) {
            console.say("");
            stop();
        }
    }

    private void stop() {
        AutoCloseable closeable = running;
        if (closeable == null) {
            return;
        }
        try {
            console.step("stopping", () -> {
                closeable.close();
                return closeable;
            });
        } catch (Exception e) {
            console.complain("did not stop cleanly: " + e.getMessage());
        }
    }

    /** The hook may be at work: the caller frees the data folder next, so all has to be stopped by then. */
    @Override
    public void close() throws InterruptedException {
        if (begun.compareAndSet(false, true)) {
            stop();
        } else {
            hook.join();
        }
    }
}
