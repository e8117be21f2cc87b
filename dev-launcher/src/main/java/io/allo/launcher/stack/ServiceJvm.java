// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import io.allo.launcher.settings.AlloService;
import io.allo.launcher.settings.LaunchFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One packaged service in a JVM of its own. Its output is its log. */
public final class ServiceJvm {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    /** Quick to start, small: for what waits for databases most of the time. */
    private static final List<String> SHORT_RUN = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");
    /** Audio passes here every 20 ms: fully compiled code and short pauses count more than the start. */
    private static final List<String> LONG_RUN = List.of("-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20", "-Xmx512m");

    private final AlloService service;
    private final Process process;
    private final Path log;

    private ServiceJvm(AlloService service, Process process, Path log) {
        this.service = service;
        this.process = process;
        this.log = log;
    }

    static ServiceJvm start(AlloService service, StackPlan plan, Connections connections, Watchdog watchdog) {
        Path jar = jar(plan.root(), service);
        if (!Files.exists(jar)) {
            throw new LaunchFailure(service.module() + " is not built: " + jar + " is missing (mvn -Dquick package)");
        }
        Path log = plan.log(service);
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(flags(service), List.of("-jar", jar.toString())))
                    .directory(plan.root().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            Map<String, String> variables = builder.environment();
            variables.clear();
            variables.putAll(ServiceEnvironment.of(service, plan, connections));
            Process process = builder.start();
            watchdog.watch(process);
            return new ServiceJvm(service, process, log);
        } catch (IOException e) {
            throw new LaunchFailure("cannot start " + service.module() + ": " + e.getMessage(), e);
        }
    }

    static Path jar(Path root, AlloService service) {
        return root.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
    }

    private static List<String> flags(AlloService service) {
        return switch (service) {
            case SESSION_CONFIG_SERVICE, TOOL_EXECUTOR_SERVICE -> SHORT_RUN;
            case CHANNEL_ROUTER, SIP_GATEWAY -> LONG_RUN;
        };
    }

    public AlloService service() {
        return service;
    }

    public Path log() {
        return log;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Asks it to end; {@link #awaitEnd} waits. Two steps, so that all services end side by side. */
    public void stop() {
        process.destroy();
    }

    public void kill() {
        process.destroyForcibly();
    }

    public void awaitEnd() throws InterruptedException {
        if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
