// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.DialRequest;
import io.allo.gateway.call.Mailbox;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.call.OutboundLeg;
import io.allo.gateway.call.OutboundLegEvent;
import io.allo.gateway.call.SystemTimers;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.SipServerPeer;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestTrunks;
import io.allo.gateway.trunk.DnsLookup;
import io.allo.gateway.trunk.SipAccounts;
import io.allo.gateway.trunk.SipServerLocator;
import io.allo.gateway.trunk.TrunkDialer;
import io.allo.gateway.trunk.TrunkTelemetry;
import io.allo.gateway.trunk.TrunkUsage;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The gateway's dialling side towards trunks on raw sockets. */
final class OutboundWorld implements AutoCloseable {
    /** Time after which a silent trunk is given up. */
    static final Duration SILENCE = Duration.ofMillis(400);

    static final String ANSWER = """
            v=0\r
            o=callee 1 1 IN IP4 127.0.0.1\r
            s=-\r
            c=IN IP4 127.0.0.1\r
            t=0 0\r
            m=audio 41000 RTP/AVP 8 101\r
            a=rtpmap:101 telephone-event/8000\r
            """;

    final SystemTimers timers = new SystemTimers();
    final GatewayUnderTest gateway;
    final List<OutboundLegEvent> events = new CopyOnWriteArrayList<>();
    final AccountLoad load = new AccountLoad(timers);
    final TrunkUsage usage = new TrunkUsage(load, timers);
    private volatile boolean closed;
    private final List<Trunk> trunks = new ArrayList<>();
    private final SipAccounts accounts =
            new SipAccounts(() -> CompletableFuture.completedFuture(trunks), timers, Duration.ofHours(1));
    private final Mailbox mailbox =
            new Mailbox(Executors.newVirtualThreadPerTaskExecutor(), (thread, failure) -> stumbled(failure));
    private final SipServerLocator locator;

    OutboundWorld(SipServerPeer... peers) {
        this(Map.of("t1", "100ms"), new NoDns(), peers);
    }

    OutboundWorld(Map<String, String> sip, DnsLookup dns, SipServerPeer... peers) {
        gateway = new GatewayUnderTest(sip);
        locator = new SipServerLocator(dns, timers);
        for (SipServerPeer peer : peers) {
            trunks.add(TestTrunks.of("business", TestTrunks.trunk(trunks.size() + 1, "sip:gateway@" + peer.address())));
        }
        accounts.start();
    }

    OutboundWorld with(Trunk... more) {
        trunks.addAll(List.of(more));
        accounts.readNow();
        return this;
    }

    TrunkDialer dialer() {
        return new TrunkDialer(
                new TrunkDialer.Ports(
                        gateway.sip().invites(),
                        locator,
                        usage,
                        TrunkTelemetry.NONE,
                        timers,
                        SILENCE,
                        Duration.ofMillis(1)),
                accounts,
                trunk -> true);
    }

    Leg dial(String target) {
        return dial(target, null, Duration.ofSeconds(20));
    }

    Leg dial(String target, String business, int account) {
        return dial(target, business, account, Duration.ofSeconds(20));
    }

    Leg dial(String target, @Nullable Integer account, Duration noAnswerAfter) {
        return dial(target, "business", account, noAnswerAfter);
    }

    private Leg dial(String target, String business, @Nullable Integer account, Duration noAnswerAfter) {
        DialRequest request = new DialRequest(
                new CallId("c-outbound-test"),
                DialRequest.Origin.API,
                business,
                account,
                target,
                null,
                40000,
                noAnswerAfter,
                Map.of("X-Reference", "42"));
        return new Leg(dialer().dial(request, mailbox, events::add));
    }

    /** What is still on its way when the world ends finds no timers any more. */
    private void stumbled(Throwable failure) {
        if (!closed) {
            Logger.getLogger(OutboundWorld.class).error("dialling stumbled", failure);
        }
    }

    /** A leg whose commands go through its mailbox. */
    final class Leg {
        final OutboundLeg leg;

        Leg(OutboundLeg leg) {
            this.leg = leg;
        }

        void hangUp() {
            mailbox.execute(() -> leg.hangUp(EndReason.AGENT_HANGUP));
        }

        void direction(Direction direction) {
            mailbox.execute(() -> leg.direction(direction));
        }
    }

    <T extends OutboundLegEvent> T expect(Class<T> type) {
        await().until(() -> events.stream().anyMatch(type::isInstance));
        return events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    static String say(SipText request, int status, String tag, String... extra) {
        String[] headers = new String[extra.length + 1];
        headers[0] = "Contact: <sip:callee@" + host(request) + ">";
        System.arraycopy(extra, 0, headers, 1, extra.length);
        return SipServerPeer.response(request, status, tag, "", headers);
    }

    static String sayWithSdp(SipText request, int status, String tag, String... extra) {
        String[] headers = new String[extra.length + 1];
        headers[0] = "Contact: <sip:callee@" + host(request) + ">";
        System.arraycopy(extra, 0, headers, 1, extra.length);
        return SipServerPeer.response(request, status, tag, ANSWER, headers);
    }

    /** The peer's own address, as the INVITE's Request-URI says it. */
    private static String host(SipText request) {
        return request.startLine().replaceFirst(".*@([^; ]+).*", "$1");
    }

    @Override
    public void close() {
        closed = true;
        accounts.stop();
        gateway.close();
        timers.close();
    }

    /** Nothing has a name here. */
    static final class NoDns implements DnsLookup {
        @Override
        public CompletionStage<Answer<Naptr>> naptr(String name) {
            return CompletableFuture.completedFuture(Answer.none());
        }

        @Override
        public CompletionStage<Answer<Srv>> srv(String name) {
            return CompletableFuture.completedFuture(Answer.none());
        }

        @Override
        public CompletionStage<Answer<InetAddress>> addresses(String host) {
            return CompletableFuture.completedFuture(Answer.none());
        }
    }
}
