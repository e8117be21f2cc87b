// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher;

import io.allo.launcher.settings.DataLock;
import io.allo.launcher.settings.LaunchFailure;
import io.allo.launcher.stack.Stack;
import io.allo.launcher.stack.StackPlan;

/** {@code ./allo up}: everything, until Ctrl-C or until a process of ours ends. */
final class UpCommand {
    private final Console console;

    UpCommand(Console console) {
        this.console = console;
    }

    int run(StackPlan plan) throws Exception {
        long begin = System.nanoTime();
        try (DataLock lock = DataLock.take(plan.dataFolder());
                Shutdown shutdown = new Shutdown(console)) {
            return shutdown.run(() -> {
                SpeechCheck.hint(console);
                Stack stack = shutdown.guard(new Stack(plan, console));
                stack.start();
                stack.loadDemo();
                console.say("\n" + Welcome.text(stack, "(" + Console.seconds(begin) + ")"));
                throw new LaunchFailure(stack.firstEnd().get());
            });
        }
    }
}
