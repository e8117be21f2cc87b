// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import io.allo.launcher.settings.Environment;
import io.allo.launcher.settings.LaunchFailure;
import io.allo.launcher.stack.StackPlan;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code ./allo simulate}. Run in the repository's root. Exit status: 0 all passed, 1 some failed, 2 not begun. */
public final class Simulate {
    private static final int NOT_BEGUN = 2;

    private Simulate() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Path root = Path.of("").toAbsolutePath();
        try {
            SimulateOptions options = SimulateOptions.of(
                    List.of(arguments),
                    root,
                    () -> Doors.of(StackPlan.of(root, Environment.of(System.getenv(), root))));
            System.exit(Simulation.run(options, out::println));
        } catch (LaunchFailure e) {
            out.println("allo: " + e.getMessage());
            System.exit(NOT_BEGUN);
        }
    }
}
