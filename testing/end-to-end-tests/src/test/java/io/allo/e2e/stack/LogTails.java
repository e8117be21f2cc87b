// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.stack;

import io.allo.launcher.settings.AlloService;
import io.allo.launcher.stack.StackPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of every log, for the report of a failed test. */
record LogTails(StackPlan plan) {
    private static final int LINES = 25;

    String text() {
        var text = new StringBuilder();
        for (AlloService service : AlloService.values()) {
            append(text, plan.log(service));
        }
        append(text, plan.serversLog());
        return text.toString();
    }

    private static void append(StringBuilder text, Path log) {
        text.append("--- ").append(log).append('\n');
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of("(none)");
            for (String line : lines.subList(Math.max(0, lines.size() - LINES), lines.size())) {
                text.append(line).append('\n');
            }
        } catch (IOException e) {
            text.append("cannot be read: ").append(e).append('\n');
        }
    }
}
