// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** The Maven that runs this test, found among the ancestors: Surefire may put a shell between it and us. */
final class MavenProcess {
    private static final String MAVEN_MAIN = "plexus.classworlds.launcher.Launcher";

    private MavenProcess() {}

    /** Empty when an IDE started the test. */
    static OptionalLong current() {
        Optional<ProcessHandle> process = ProcessHandle.current().parent();
        while (process.isPresent()) {
            if (commandLine(process.get()).contains(MAVEN_MAIN)) {
                return OptionalLong.of(process.get().pid());
            }
            process = process.get().parent();
        }
        return OptionalLong.empty();
    }

    /** ProcessHandle hides long command lines on Linux; /proc has them whole. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException notLinux) {
            return process.info().commandLine().orElse("");
        }
    }
}
