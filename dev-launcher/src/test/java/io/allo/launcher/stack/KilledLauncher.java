// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Watches a process of {@link WatchdogTest} until it is killed. */
final class KilledLauncher {
    private KilledLauncher() {}

    public static void main(String[] args) throws Exception {
        Watchdog.start().watch(Long.parseLong(args[0]));
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8).println("watching");
        Thread.sleep(600_000);
    }
}
