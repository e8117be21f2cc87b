// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.DialRequest;
import io.allo.gateway.call.SystemTimers;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.TestTrunks;
import io.allo.gateway.trunk.SipAccounts;
import io.allo.gateway.trunk.SipServerLocator;
import io.allo.gateway.trunk.TrunkDialer;
import io.allo.gateway.trunk.TrunkTelemetry;
import io.allo.gateway.trunk.TrunkUsage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives a gateway the real dialling side, with one SIP account whose trunk is a peer on loopback. */
public final class TrunkToPeer implements AutoCloseable {
    private final SystemTimers timers = new SystemTimers();
    private final SipAccounts accounts;
    private final AtomicInteger dialled = new AtomicInteger();

    public TrunkToPeer(GatewayUnderTest gateway, int peerPort) {
        accounts = new SipAccounts(
                () -> CompletableFuture.completedFuture(
                        List.of(TestTrunks.trunk(1, "sip:gateway@127.0.0.1:" + peerPort))),
                timers,
                Duration.ofHours(1));
        accounts.start();
        TrunkDialer dialer = new TrunkDialer(
                new TrunkDialer.Ports(
                        gateway.sip().invites(),
                        new SipServerLocator(new OutboundWorld.NoDns(), timers),
                        new TrunkUsage(new AccountLoad(timers), timers),
                        TrunkTelemetry.NONE,
                        timers,
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(1)),
                accounts,
                trunk -> true);
        gateway.dialBy((request, mailbox, events) -> {
            dialled.incrementAndGet();
            return dialer.dial(byAccount(request), mailbox, events);
        });
    }

    /** The calls of these tests come in by no account. */
    private static DialRequest byAccount(DialRequest request) {
        return new DialRequest(
                request.callId(),
                request.origin(),
                request.accountId(),
                1,
                request.target(),
                request.callerNumber(),
                request.localRtpPort(),
                request.noAnswerAfter(),
                request.headers());
    }

    public int dialled() {
        return dialled.get();
    }

    @Override
    public void close() {
        accounts.stop();
        timers.close();
    }
}
