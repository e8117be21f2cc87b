// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.stack;

import io.allo.launcher.settings.AlloService;
import io.allo.launcher.stack.Connections;
import io.allo.launcher.stack.DemoData;
import io.allo.launcher.stack.ServiceJvm;
import io.allo.launcher.stack.Stack;
import io.allo.launcher.stack.StackPlan;
import io.allo.testkit.provider.RealtimeServer;
import io.allo.testkit.provider.TwilioMessagesServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Where everything of the running Allo is, and how to take a service away. */
public final class RunningAllo implements AutoCloseable {
    static final String RECORDINGS = "recordings";

    private final Stack stack;
    private final TraceCollector traces;
    private final RealtimeServer realtime;
    private final TwilioMessagesServer twilio;
    private final Relays relays;

    RunningAllo(
            Stack stack, TraceCollector traces, RealtimeServer realtime, TwilioMessagesServer twilio, Relays relays) {
        this.stack = stack;
        this.traces = traces;
        this.realtime = realtime;
        this.twilio = twilio;
        this.relays = relays;
    }

    /** Where tests break connections. */
    public Relays relays() {
        return relays;
    }

    /** The server of agents whose model is {@code gpt-realtime}. */
    public RealtimeServer realtime() {
        return realtime;
    }

    /** Takes what businesses write to their customers. */
    public TwilioMessagesServer twilio() {
        return twilio;
    }

    /** What the services' spans said. */
    public TraceCollector traces() {
        return traces;
    }

    /** {@code http://localhost:port} */
    public String url(AlloService service) {
        return plan().ports().url(service);
    }

    public String managementUrl(AlloService service) {
        return plan().ports().managementUrl(service);
    }

    /** UDP and TCP. */
    public int sipPort() {
        return plan().ports().sip();
    }

    /** Opens {@code /internal/**}. */
    public String serviceKey() {
        return plan().keys().serviceKey();
    }

    /** The demo account's API key. */
    public String demoKey() {
        return plan().keys().demoKey();
    }

    /** Imports the demo restaurant again, changed. */
    public void loadRestaurant(UnaryOperator<String> change) throws IOException, InterruptedException {
        String address = url(AlloService.TOOL_EXECUTOR_SERVICE) + "/internal/restaurants/" + DemoData.RESTAURANT;
        put(address, change.apply(demo("restaurant.json")));
    }

    /** Imports the demo account again, changed. */
    public void loadAccount(UnaryOperator<String> change) throws IOException, InterruptedException {
        String account = demo("account.json")
                .replace("${ALLO_DEMO_KEY}", demoKey())
                .replace("${ALLO_DEMO_MODEL}", "built-in")
                .replace("${ALLO_DEMO_SALON_MODEL}", "reception")
                .replace("${ALLO_SESSION_CONFIG_URL}", url(AlloService.SESSION_CONFIG_SERVICE));
        put(url(AlloService.SESSION_CONFIG_SERVICE) + "/internal/accounts/" + DemoData.ACCOUNT, change.apply(account));
    }

    private static String demo(String resource) throws IOException {
        try (var in = Objects.requireNonNull(DemoData.class.getResourceAsStream("/demo/" + resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void put(String address, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("X-API-Key", serviceKey())
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError("PUT " + address + " was refused: " + answer.body());
            }
        }
    }

    public UUID demoRestaurant() {
        return UUID.fromString(DemoData.RESTAURANT);
    }

    public UUID demoAccount() {
        return UUID.fromString(DemoData.ACCOUNT);
    }

    /** PostgreSQL, Kafka and Redis, for tests that look behind the services. */
    public Connections connections() {
        return stack.connections();
    }

    /** Files of recorded calls. */
    public List<Path> recordings() throws IOException {
        Path folder = plan().dataFolder().resolve(RECORDINGS);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    public Path log(AlloService service) {
        return plan().log(service);
    }

    /** What the service is started with, for a second one of its kind. */
    Map<String, String> variables(AlloService service) {
        return stack.variables(service);
    }

    /** Process id, for tests that measure or stop it for a while. */
    public long pid(AlloService service) {
        return running(service).pid();
    }

    private ServiceJvm running(AlloService service) {
        ServiceJvm running = stack.service(service);
        if (running == null) {
            throw new IllegalStateException(service.module() + " does not run");
        }
        return running;
    }

    /** One SIGTERM; does not wait. Its exit status comes with {@link #ended}. */
    public void terminate(AlloService service) {
        running(service).stop();
    }

    /** Completes with the exit status when the service's process has ended. */
    public CompletableFuture<Integer> ended(AlloService service) {
        return running(service).onExit().thenApply(Process::exitValue);
    }

    /** Ends the service as a crash would. Bring it back with {@link #startAgain}, also when the test fails. */
    public void kill(AlloService service) throws InterruptedException {
        stack.end(service, false);
    }

    public void stop(AlloService service) throws InterruptedException {
        stack.end(service, true);
    }

    /** Returns when it is ready again. */
    public void startAgain(AlloService service) throws InterruptedException {
        stack.startAgain(service);
    }

    /** Kafka answers nobody until {@link #resumeKafka}; PostgreSQL and Redis are processes of their own and go on. */
    public void pauseKafka() throws IOException, InterruptedException {
        signalServers("STOP");
    }

    public void resumeKafka() throws IOException, InterruptedException {
        signalServers("CONT");
    }

    private void signalServers(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(stack.kafkaPid()))
                .start()
                .waitFor();
    }

    StackPlan plan() {
        return stack.plan();
    }

    @Override
    public void close() throws Exception {
        stack.close();
        traces.close();
        realtime.close();
        twilio.close();
        relays.close();
    }
}
