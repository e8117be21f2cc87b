// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of our child JVMs. */
final class JavaCommand {
    private JavaCommand() {}

    /** With this JVM's own {@code java}, in a session of its own: Ctrl-C in the terminal must not reach the children. */
    static List<String> of(List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>(ownSession());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(arguments);
        return command;
    }

    /** {@code setsid} of util-linux executes in place, so the child keeps the process id that we see. */
    static List<String> ownSession() {
        return ProgramPath.find("setsid").map(path -> List.of(path.toString())).orElse(List.of());
    }
}
