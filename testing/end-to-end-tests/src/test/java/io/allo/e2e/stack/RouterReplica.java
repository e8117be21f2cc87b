// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.stack;

import io.allo.launcher.servers.FreePorts;
import io.allo.launcher.settings.AlloService;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * One more packaged channel-router (or another service) on the PostgreSQL, Redis and Kafka of the running Allo, that a test kills and
 * stops as it likes.
 */
public final class RouterReplica implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(240);

    private final ProcessBuilder command;
    private final String url;
    private final String managementUrl;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    private RouterReplica(ProcessBuilder command, int port, int managementPort) throws IOException {
        this.command = command;
        this.url = "http://127.0.0.1:" + port;
        this.managementUrl = "http://127.0.0.1:" + managementPort;
        this.process = command.start();
    }

    /**
     * Starts it at ports of its own, and does not wait until it is ready.
     *
     * @param variables beside those of the stack's own router
     */
    public static RouterReplica start(RunningAllo allo, String name, Map<String, String> variables) throws IOException {
        return start(allo, AlloService.CHANNEL_ROUTER, name, variables, FreePorts.one(), FreePorts.one());
    }

    /** The same of another service. */
    public static RouterReplica of(AlloService service, RunningAllo allo, String name, Map<String, String> variables)
            throws IOException {
        return start(allo, service, name, variables, FreePorts.one(), FreePorts.one());
    }

    /** Starts it at the ports of the stack's own router, which must have been stopped. */
    public static RouterReplica inItsPlace(RunningAllo allo, String name, Map<String, String> variables)
            throws IOException {
        int port = URI.create(allo.url(AlloService.CHANNEL_ROUTER)).getPort();
        int management =
                URI.create(allo.managementUrl(AlloService.CHANNEL_ROUTER)).getPort();
        return start(allo, AlloService.CHANNEL_ROUTER, name, variables, port, management);
    }

    private static RouterReplica start(
            RunningAllo allo, AlloService service, String name, Map<String, String> variables, int port, int management)
            throws IOException {
        Path jar = allo.plan().root().resolve(service.module() + "/target/quarkus-app/quarkus-run.jar");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        File log = allo.log(service).resolveSibling(name + ".log").toFile();
        var command = new ProcessBuilder(List.of(java, "-Xmx384m", "-jar", jar.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        Map<String, String> all = new HashMap<>(allo.variables(service));
        all.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        all.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        all.putAll(variables);
        command.environment().clear();
        command.environment().putAll(all);
        return new RouterReplica(command, port, management);
    }

    public URI at(String path) {
        return URI.create(url + path);
    }

    public void awaitReady() {
        Awaitility.await("the replica is ready")
                .atMost(READY)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(() -> http.send(
                                        HttpRequest.newBuilder(URI.create(managementUrl + "/q/health/ready"))
                                                .timeout(Duration.ofSeconds(3))
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** At the same address; does not wait until it is ready. */
    public void startAgain() throws IOException {
        process = command.start();
    }

    /** SIGSTOP: alive, and silent until {@link #goOn}. */
    public void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    public void goOn() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() throws Exception {
        goOn();
        kill();
        http.close();
    }
}
