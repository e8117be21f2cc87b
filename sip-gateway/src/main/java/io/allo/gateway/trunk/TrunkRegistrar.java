// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.CallTimers;
import io.allo.gateway.trunk.RegistrationLease.Grant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all accounts registered at the same time, each by its own {@link Registration}, as long as this gateway holds the
 * account's lease. Thread-safe; only {@link #stop} waits.
 */
public final class TrunkRegistrar {
    private static final Logger LOG = Logger.getLogger(TrunkRegistrar.class);
    private static final Duration UNTIL_READY = Duration.ofMillis(500);
    /** With the lease's life of 20 s this keeps a takeover below 30 s. */
    private static final Duration LEASE_CHECK = Duration.ofSeconds(5);

    private static final Duration HAND_OVER = Duration.ofSeconds(8);
    private static final Duration HAND_OVER_CHECK = Duration.ofMillis(250);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final RegistrarPorts ports;
    private final BooleanSupplier ready;
    private final Listener listener;
    private final Map<Integer, Registration> registrations = new ConcurrentHashMap<>();
    private CallTimers.@Nullable Pending next;
    private boolean running;
    private boolean open;

    /** Hears every new state. Any thread. */
    @FunctionalInterface
    public interface Listener {
        void changed(Trunk trunk, RegistrationState state);
    }

    /** @param ready nobody is registered before: calls would come to a gateway that cannot take them */
    public TrunkRegistrar(RegistrarPorts ports, BooleanSupplier ready, Listener listener) {
        this.ports = requireNonNull(ports, "ports");
        this.ready = requireNonNull(ready, "ready");
        this.listener = requireNonNull(listener, "listener");
    }

    public synchronized void start() {
        running = true;
        tick();
    }

    private synchronized void tick() {
        if (!running) {
            return;
        }
        if (!open && ready.getAsBoolean()) {
            open = true;
            LOG.infof("registering %d SIP accounts", registrations.size());
        }
        if (open) {
            registrations.values().forEach(this::hold);
        }
        next = ports.timers().after(open ? LEASE_CHECK : UNTIL_READY, this::tick);
    }

    private void hold(Registration registration) {
        int id = registration.trunk().id();
        ports.lease().hold(id).thenAccept(grant -> {
            switch (grant) {
                case Grant.Held held -> registration.hold(held.formerContact());
                case Grant.Elsewhere _ -> registration.letGo();
                case Grant.Unknown _ -> {}
            }
        });
    }

    /** The accounts of this moment; those that want no registration are left out. */
    public synchronized void accounts(List<Trunk> trunks) {
        Map<Integer, Trunk> wanted = new ConcurrentHashMap<>();
        trunks.stream().filter(trunk -> trunk.policy().register()).forEach(trunk -> wanted.put(trunk.id(), trunk));
        for (Registration known : List.copyOf(registrations.values())) {
            Trunk newer = wanted.remove(known.trunk().id());
            if (newer == null) {
                registrations.remove(known.trunk().id());
                known.unregister(() -> forget(known));
            } else if (sameRegistration(known.trunk(), newer)) {
                if (newer.revision() != known.trunk().revision()) {
                    known.update(newer);
                }
            } else {
                registrations.remove(newer.id());
                known.unregister(() -> {
                    ports.client().forget(newer.id());
                    add(newer);
                });
            }
        }
        wanted.values().forEach(this::add);
    }

    private synchronized void add(Trunk trunk) {
        Registration registration = new Registration(trunk, ports, this::changed);
        if (registrations.putIfAbsent(trunk.id(), registration) == null && open && running) {
            hold(registration);
        }
    }

    /** It may have come back while it was un-registered. */
    private synchronized void forget(Registration gone) {
        int id = gone.trunk().id();
        if (!registrations.containsKey(id)) {
            ports.client().forget(id);
            ports.lease().release(id);
        }
    }

    private void changed(Registration registration) {
        listener.changed(registration.trunk(), registration.state());
    }

    /** Would both have the same binding at the same registrar? */
    private static boolean sameRegistration(Trunk one, Trunk other) {
        return one.trunkUri().equals(other.trunkUri())
                && Objects.equals(one.username(), other.username())
                && Objects.equals(one.password(), other.password())
                && Objects.equals(one.policy().authUser(), other.policy().authUser())
                && Objects.equals(one.contactHost(), other.contactHost())
                && Objects.equals(one.contactPort(), other.contactPort())
                && one.contactTransport().equals(other.contactTransport())
                && one.contactToken().equals(other.contactToken())
                && one.policy().registerExpiresSec() == other.policy().registerExpiresSec();
    }

    /** State of an account, from memory; null when it is not to be registered. */
    public @Nullable RegistrationState state(int sipAccountId) {
        Registration registration = registrations.get(sipAccountId);
        return registration == null ? null : registration.state();
    }

    /** Registered accounts. */
    public long registered() {
        return registrations.values().stream()
                .filter(each -> each.state().registered())
                .count();
    }

    /** Accounts that should be registered, here or by another gateway. */
    public int wanted() {
        return registrations.size();
    }

    /**
     * Hands the accounts over to another gateway, which registers before we go; what nobody takes is un-registered. Waits.
     */
    public void stop() throws InterruptedException {
        List<Registration> left;
        synchronized (this) {
            running = false;
            if (next != null) {
                next.cancel();
            }
            left = new ArrayList<>(registrations.values());
            registrations.clear();
        }
        left.removeIf(each -> each.state() instanceof RegistrationState.Waiting);
        for (Registration each : left) {
            await(ports.lease().release(each.trunk().id()).toCompletableFuture());
        }
        handOver(left);
        List<CompletableFuture<Void>> farewells = new ArrayList<>();
        for (Registration each : left) {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            farewells.add(gone);
            each.unregister(() -> gone.complete(null));
        }
        await(CompletableFuture.allOf(farewells.toArray(CompletableFuture[]::new)));
    }

    private void handOver(List<Registration> left) throws InterruptedException {
        if (left.isEmpty()
                || !Boolean.TRUE.equals(await(ports.lease().othersAlive().toCompletableFuture()))) {
            return;
        }
        long deadline = System.nanoTime() + HAND_OVER.toNanos();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(HAND_OVER_CHECK);
            for (Registration each : List.copyOf(left)) {
                if (Boolean.TRUE.equals(
                        await(ports.lease().succeeded(each.trunk().id()).toCompletableFuture()))) {
                    each.abandon();
                    left.remove(each);
                }
            }
        }
    }

    private static <T> @Nullable T await(CompletableFuture<T> stage) throws InterruptedException {
        try {
            return stage.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debugf(e, "not told in time");
            return null;
        }
    }
}
