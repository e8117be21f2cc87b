// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher;

import io.allo.launcher.settings.AlloService;
import io.allo.launcher.settings.DataLock;
import io.allo.launcher.settings.LaunchFailure;
import io.allo.launcher.settings.PortCheck;
import io.allo.launcher.stack.Stack;
import io.allo.launcher.stack.StackPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code ./allo dev <service>}: the servers and three packaged services, and the fourth by {@code quarkus:dev}, which
 * takes the terminal.
 */
final class DevCommand {
    /** The first live reload fetches and compiles. */
    private static final Duration READY_LIMIT = Duration.ofMinutes(5);

    private final Console console;
    private final Path maven;

    /** @param maven the {@code mvn} of Maven 3.9 or later, which quarkus:dev insists on */
    DevCommand(Console console, Path maven) {
        this.console = console;
        this.maven = maven;
    }

    int run(AlloService service, StackPlan full) throws Exception {
        StackPlan plan = full.without(service);
        try (DataLock lock = DataLock.take(plan.dataFolder());
                Shutdown shutdown = new Shutdown(console)) {
            return shutdown.run(() -> {
                PortCheck.requireFree(plan.ports(), Set.of(service));
                Stack stack = shutdown.guard(new Stack(plan, console));
                stack.start();
                Process liveReload = startLiveReload(service, stack);
                Thread.ofPlatform().daemon().name("demo").start(() -> loadDemoWhenReady(service, stack));
                return liveReload.waitFor();
            });
        }
    }

    private Process startLiveReload(AlloService service, Stack stack) {
        List<String> command = List.of(
                maven.toString(),
                "-B",
                "-ntp",
                "-Dquick",
                "-Dquarkus.analytics.disabled=true",
                "-pl",
                service.module(),
                "-am",
                "compile",
                "quarkus:dev");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(stack.plan().root().toFile())
                .inheritIO();
        Map<String, String> variables = builder.environment();
        variables.putAll(stack.variables(service));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new LaunchFailure("cannot start " + maven + ": " + e.getMessage(), e);
        }
    }

    private void loadDemoWhenReady(AlloService service, Stack stack) {
        try {
            stack.awaitReady(service, READY_LIMIT);
            stack.loadDemo();
            console.say(Welcome.text(stack, ""));
        } catch (Exception e) {
            console.complain(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }
}
