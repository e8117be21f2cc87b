// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.sip;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that a test calls: where one is missing, the test is skipped by name on a desk and fails in CI. */
public final class PeerProgram {
    private PeerProgram() {}

    /** @return the program's file */
    public static Path require(String name) {
        Optional<Path> found = Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        return found.orElseGet(() -> missing(name));
    }

    static Path missing(String what) {
        String missing = what + " is not installed; .ci/run shows the package that has it";
        return "true".equals(System.getenv("CI")) ? fail(missing) : abort(missing);
    }
}
