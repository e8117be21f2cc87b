// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.allo.contracts.events.TrunkEvent;
import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.GatewayIdentity;
import io.allo.gateway.call.Mailbox;
import io.allo.gateway.call.SystemTimers;
import io.allo.gateway.config.TrunkConfig;
import io.allo.gateway.events.CallEventPublisher;
import io.allo.gateway.signaling.SipEndpoint;
import io.allo.gateway.trunk.InviteClient;
import io.allo.gateway.trunk.RegistrarPorts;
import io.allo.gateway.trunk.RegistrationLease;
import io.allo.gateway.trunk.RegistrationState;
import io.allo.gateway.trunk.SipAccounts;
import io.allo.gateway.trunk.SipAddress;
import io.allo.gateway.trunk.SipServerLocator;
import io.allo.gateway.trunk.TrunkRegistrar;
import io.allo.gateway.trunk.TrunkStates;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The trunks from start to stop: accounts read, registered once the gateway can take calls, handed over at the end. */
@ApplicationScoped
class TrunkOperation implements TrunkStates {
    private final SipAccounts accounts;
    private final SipServerLocator locator;
    private final RegistrationLease lease;
    private final SystemTimers timers;
    private final AccountLoad load;
    private final TrunkConfig config;
    private final CallEventPublisher events;
    private final TrunkObservation observation;
    private final GatewayIdentity identity;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("trunk-", 0).factory());
    private volatile @Nullable TrunkRegistrar registrar;

    TrunkOperation(
            SipAccounts accounts,
            SipServerLocator locator,
            RegistrationLease lease,
            SystemTimers timers,
            AccountLoad load,
            TrunkConfig config,
            CallEventPublisher events,
            TrunkObservation observation,
            GatewayIdentity identity) {
        this.accounts = accounts;
        this.locator = locator;
        this.lease = lease;
        this.timers = timers;
        this.load = load;
        this.config = config;
        this.events = events;
        this.observation = observation;
        this.identity = identity;
    }

    /** After the SIP ports are open. The first REGISTER waits until the gateway is warm and a worker is alive. */
    void start(SipEndpoint sip, CallController calls) {
        RegistrarPorts ports = new RegistrarPorts(
                sip.registrations(),
                locator,
                lease,
                timers,
                threads,
                config.failedFor(),
                () -> ThreadLocalRandom.current().nextDouble());
        TrunkRegistrar starting = new TrunkRegistrar(ports, calls::isReadyForTrunks, this::changed);
        registrar = starting;
        accounts.onChange(trunks -> changed(starting, trunks));
        accounts.start();
        starting.start();
    }

    private void changed(TrunkRegistrar running, List<Trunk> trunks) {
        running.accounts(trunks);
        observation.accounts(trunks, trunk -> isRegistered(running.state(trunk.id())) ? 1 : 0);
        for (Trunk trunk : trunks) {
            SipAddress.of(trunk)
                    .ifPresent(
                            address -> locator.locate(address).thenAccept(found -> accounts.found(trunk.id(), found)));
        }
    }

    private static boolean isRegistered(@Nullable RegistrationState state) {
        return state != null && state.registered();
    }

    private void changed(Trunk trunk, RegistrationState state) {
        String detail = state instanceof RegistrationState.Rejected rejected ? rejected.detail() : null;
        events.publish(new TrunkEvent.TrunkStateChanged(
                UUID.randomUUID().toString(),
                state.since(),
                trunk.id(),
                state.wireName(),
                identity.name(),
                state.lastStatus(),
                detail));
    }

    /** Calls may go out through it: it is registered, held by another gateway, or in no need of a registration. */
    boolean usable(Trunk trunk) {
        TrunkRegistrar running = registrar;
        RegistrationState state = running == null ? null : running.state(trunk.id());
        return state == null || state.registered() || state instanceof RegistrationState.Waiting;
    }

    @Override
    public List<State> all() {
        TrunkRegistrar running = registrar;
        return accounts.trunks().stream()
                .map(trunk ->
                        new State(trunk, running == null ? null : running.state(trunk.id()), load.live(trunk.id())))
                .toList();
    }

    @Override
    public long registered() {
        TrunkRegistrar running = registrar;
        return running == null ? 0 : running.registered();
    }

    /** Hands over or un-registers; waits some seconds at most. */
    void stop() throws InterruptedException {
        accounts.stop();
        TrunkRegistrar running = registrar;
        if (running != null) {
            running.stop();
        }
    }

    /** The SIP endpoint's client, which is there only after its start. */
    static InviteClient late(SipEndpoint sip) {
        return new InviteClient() {
            @Override
            public Placed place(Order order, Mailbox mailbox, Consumer<Event> heard) {
                return sip.invites().place(order, mailbox, heard);
            }

            @Override
            public Optional<SipAddress> firstHop(Trunk trunk) {
                return sip.invites().firstHop(trunk);
            }
        };
    }
}
