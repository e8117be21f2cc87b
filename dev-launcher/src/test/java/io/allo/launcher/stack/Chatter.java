// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The service of {@link ServiceJvmTest}: writes ten megabytes to each output, then a line, and lives on. */
final class Chatter {
    private Chatter() {}

    public static void main(String[] args) throws Exception {
        String kilobyte = "x".repeat(1023);
        try (var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
                var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.US_ASCII)) {
            for (int i = 0; i < 10_240; i++) {
                out.println(kilobyte);
                err.println(kilobyte);
            }
            out.println("still alive");
            Thread.sleep(600_000);
        }
    }
}
