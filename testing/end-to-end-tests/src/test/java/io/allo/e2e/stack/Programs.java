// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.stack;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.allo.launcher.stack.ProgramPath;
import java.nio.file.Path;
import java.util.Optional;

/** Programs that a test calls: where one is missing, the test is skipped by name on a desk and fails in CI. */
public final class Programs {
    private Programs() {}

    public static Path require(String program) {
        Optional<Path> found = ProgramPath.find(program);
        if (found.isPresent()) {
            return found.get();
        }
        String missing = program + " is not installed; .ci/run shows the package that has it";
        return "true".equals(System.getenv("CI")) ? fail(missing) : abort(missing);
    }
}
