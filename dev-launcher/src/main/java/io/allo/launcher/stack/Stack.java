// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import static java.util.Objects.requireNonNull;

import io.allo.launcher.settings.AlloService;
import io.allo.launcher.settings.LaunchFailure;
import io.allo.launcher.settings.PortCheck;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A running Allo: the servers, then the services of the plan side by side. Stops in the opposite order. */
public final class Stack implements AutoCloseable {
    private static final int READY_SECONDS = 90;

    private final StackPlan plan;
    private final Progress progress;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Duration readyLimit;
    private final Map<AlloService, ServiceJvm> services = new EnumMap<>(AlloService.class);
    private @Nullable Watchdog watchdog;
    private @Nullable ServersJvm servers;
    private boolean closed;

    public Stack(StackPlan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
        this.readyLimit = Duration.ofSeconds(plan.environment().number("ALLO_READY_SECONDS", READY_SECONDS));
    }

    /** Returns when the packaged services are ready. When it throws, {@link #close} ends what was already started. */
    public void start() throws Exception {
        PortCheck.requireFree(plan.ports(), plan.packaged());
        ServersJvm running = progress.step("PostgreSQL, Kafka, Redis", this::startServers);
        startServices(running.connections());
        long begin = System.nanoTime();
        for (AlloService service : AlloService.values()) {
            if (plan.packaged().contains(service)) {
                Duration left = readyLimit.minusNanos(System.nanoTime() - begin);
                progress.step(service.module(), () -> awaitReady(service, left));
            }
        }
    }

    private synchronized ServersJvm startServers() {
        refuseWhenClosed();
        ServersJvm started = ServersJvm.start(plan.environment(), plan.dataFolder(), plan.serversLog());
        servers = started;
        return started;
    }

    private synchronized void startServices(Connections connections) {
        refuseWhenClosed();
        Watchdog shell = Watchdog.start();
        watchdog = shell;
        for (AlloService service : AlloService.values()) {
            if (plan.packaged().contains(service)) {
                services.put(service, ServiceJvm.start(service, plan, connections, shell));
            }
        }
    }

    /** Ctrl-C may come between two steps of the start. */
    private void refuseWhenClosed() {
        if (closed) {
            throw new LaunchFailure("stopped");
        }
    }

    /** Waits for one service, also for one that somebody else started (live reload). */
    public AlloService awaitReady(AlloService service, Duration limit) throws InterruptedException {
        ServiceJvm own = service(service);
        Path log = plan.log(service);
        new Readiness(http)
                .await(service, plan.ports().managementUrl(service), () -> own == null || own.isAlive(), limit, log);
        return service;
    }

    /** Ends one service, in order or as a crash would; {@link #startAgain} brings it back. For tests of what stays. */
    public synchronized void end(AlloService service, boolean orderly) throws InterruptedException {
        ServiceJvm running = requireNonNull(services.remove(service), "not running");
        if (orderly) {
            running.stop();
        } else {
            running.kill();
        }
        running.awaitEnd();
    }

    public void startAgain(AlloService service) throws InterruptedException {
        synchronized (this) {
            refuseWhenClosed();
            services.put(
                    service, ServiceJvm.start(service, plan, connections(), requireNonNull(watchdog, "not started")));
        }
        awaitReady(service, readyLimit);
    }

    public void loadDemo() throws Exception {
        progress.step("demo restaurant", () -> {
            new DemoData(http, plan).load();
            return plan;
        });
    }

    /** Completes with a sentence when a process of ours ended that should run. */
    public synchronized CompletableFuture<String> firstEnd() {
        var first = new CompletableFuture<String>();
        if (servers != null) {
            servers.onExit()
                    .thenRun(() -> first.complete("PostgreSQL, Kafka or Redis ended; the log: " + plan.serversLog()));
        }
        for (ServiceJvm service : services.values()) {
            service.onExit()
                    .thenRun(() -> first.complete(service.service().module() + " ended; the log: " + service.log()));
        }
        return first;
    }

    public StackPlan plan() {
        return plan;
    }

    public synchronized Connections connections() {
        if (servers == null) {
            throw new IllegalStateException("not started");
        }
        return servers.connections();
    }

    /** Process id of the JVM in which our own Kafka runs, for tests that let it pause. */
    public synchronized long kafkaPid() {
        ServersJvm running = servers;
        if (running == null) {
            throw new IllegalStateException("the servers do not run");
        }
        return running.pid();
    }

    /** @return null for a service that the plan leaves to somebody else */
    public synchronized @Nullable ServiceJvm service(AlloService service) {
        return services.get(service);
    }

    /** The variables for a service that somebody else starts. */
    public Map<String, String> variables(AlloService service) {
        return ServiceEnvironment.of(service, plan, connections());
    }

    @Override
    public synchronized void close() throws InterruptedException, IOException {
        closed = true;
        Collection<ServiceJvm> running = List.copyOf(services.values());
        running.forEach(ServiceJvm::stop);
        for (ServiceJvm service : new ArrayList<>(running)) {
            service.awaitEnd();
        }
        services.clear();
        if (watchdog != null) {
            watchdog.close();
            watchdog = null;
        }
        if (servers != null) {
            servers.close();
            servers = null;
        }
    }
}
