// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.VirtualClock;
import io.allo.gateway.trunk.RegisterClient.Attempt;
import io.allo.gateway.trunk.RegisterClient.Outcome;
import io.allo.gateway.trunk.RegistrationLease.Grant;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A registrar, a lease and a clock without wires, on one thread. */
final class RegistrarWorld {
    final VirtualClock clock = new VirtualClock();
    final List<Sent> sent = new ArrayList<>();
    final List<String> states = new ArrayList<>();
    final Map<Integer, Grant> grants = new HashMap<>();
    final Map<Integer, String> contacts = new HashMap<>();
    final List<Integer> released = new ArrayList<>();
    int keepAlives;
    int pingStatus = 200;
    boolean ready = true;
    boolean others;
    /** Null = silence. */
    Function<Attempt, @Nullable Outcome> registrar = attempt -> new Outcome.Granted(Duration.ofHours(1));

    final TrunkRegistrar trunks = new TrunkRegistrar(
            new RegistrarPorts(
                    new Client(),
                    new SipServerLocator(new NoDns(), clock),
                    new Lease(),
                    clock,
                    Runnable::run,
                    Duration.ofSeconds(30),
                    () -> 0.5),
            () -> ready,
            (trunk, state) -> states.add(trunk.id() + " " + state.wireName()));

    record Sent(Duration at, Attempt attempt) {}

    private final Instant origin = clock.now();

    /** Seconds since the beginning at which REGISTERs left. */
    List<Double> times() {
        return sent.stream().map(each -> each.at().toMillis() / 1000.0).toList();
    }

    void start(Trunk... accounts) {
        trunks.accounts(List.of(accounts));
        trunks.start();
    }

    void seconds(double seconds) {
        clock.advance(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private final class Client implements RegisterClient {
        @Override
        public String contact(Trunk trunk, SipTarget target) {
            return "sip:" + trunk.contactToken() + "@192.0.2.1:5060";
        }

        @Override
        public void register(Attempt attempt, Consumer<Outcome> outcome) {
            sent.add(new Sent(Duration.between(origin, clock.now()), attempt));
            Outcome said = registrar.apply(attempt);
            if (said != null) {
                outcome.accept(said);
            }
        }

        @Override
        public void ping(Trunk trunk, SipTarget target, IntConsumer status) {
            status.accept(pingStatus);
        }

        @Override
        public void keepAlive(SipTarget target) {
            keepAlives++;
        }

        @Override
        public void forget(int sipAccountId) {}
    }

    private final class Lease implements RegistrationLease {
        @Override
        public CompletionStage<Grant> hold(int sipAccountId) {
            return completedFuture(grants.getOrDefault(sipAccountId, new Grant.Held(Optional.empty())));
        }

        @Override
        public void contact(int sipAccountId, String contact) {
            contacts.put(sipAccountId, contact);
        }

        @Override
        public CompletionStage<Void> release(int sipAccountId) {
            released.add(sipAccountId);
            return completedFuture(null);
        }

        @Override
        public CompletionStage<Boolean> othersAlive() {
            return completedFuture(others);
        }

        @Override
        public CompletionStage<Boolean> succeeded(int sipAccountId) {
            return completedFuture(others);
        }
    }

    static final class NoDns implements DnsLookup {
        @Override
        public CompletionStage<Answer<Naptr>> naptr(String name) {
            return completedFuture(Answer.none());
        }

        @Override
        public CompletionStage<Answer<Srv>> srv(String name) {
            return completedFuture(Answer.none());
        }

        @Override
        public CompletionStage<Answer<InetAddress>> addresses(String host) {
            return completedFuture(Answer.none());
        }
    }
}
