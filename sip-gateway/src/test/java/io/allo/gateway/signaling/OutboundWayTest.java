// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static io.allo.gateway.signaling.OutboundWorld.say;
import static io.allo.gateway.signaling.OutboundWorld.sayWithSdp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.OutboundLegEvent.Answered;
import io.allo.gateway.call.OutboundLegEvent.HungUp;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipServerPeer;
import io.allo.gateway.peer.SipStreamPeer;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestTrunks;
import io.allo.gateway.trunk.RegisterClient;
import io.allo.gateway.trunk.RegisterClient.Outcome;
import io.allo.gateway.trunk.SipTarget;
import io.allo.gateway.trunk.SipTarget.Transport;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which way our requests take: along the registrar's Service-Route, by TCP when they are large, over IPv6. */
class OutboundWayTest {
    private static final String NUMBER = "01 23 45 67 80";

    private static List<String> answer(SipText request) {
        return switch (request.method()) {
            case "REGISTER" -> List.of(SipServerPeer.response(request, 200, "r", "", "Expires: 300"));
            case "INVITE" -> List.of(say(request, 180, "a"), sayWithSdp(request, 200, "a"));
            case "BYE", "CANCEL" -> List.of(SipServerPeer.response(request, 200, "a", ""));
            default -> List.of();
        };
    }

    private static Outcome register(OutboundWorld world, Trunk trunk, SipServerPeer registrar, Duration expires)
            throws Exception {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        SipTarget target = new SipTarget(
                InetAddress.ofLiteral(
                        registrar.address().replaceFirst(":\\d+$", "").replaceAll("[\\[\\]]", "")),
                registrar.port(),
                Transport.UDP,
                "trunk.test");
        world.gateway
                .sip()
                .registrations()
                .register(new RegisterClient.Attempt(trunk, target, expires, Optional.empty()), outcome::complete);
        return outcome.get(8, TimeUnit.SECONDS);
    }

    @Test
    void theServiceRouteOfTheRegistrationIsTheRouteOfTheInvite() throws Exception {
        try (SipServerPeer registrar = new SipServerPeer();
                SipServerPeer edge = new SipServerPeer();
                OutboundWorld world = new OutboundWorld(registrar)) {
            String first = "sip:edge@" + edge.address() + ";lr";
            registrar.script(request -> request.method().equals("REGISTER")
                    ? List.of(SipServerPeer.response(
                            request,
                            200,
                            "r",
                            "",
                            "Expires: 300",
                            "Service-Route: <" + first + ">, <sip:core@192.0.2.9;lr>"))
                    : answer(request));
            edge.script(OutboundWayTest::answer);
            Trunk trunk = TestTrunks.of("business", TestTrunks.trunk(1, "sip:gateway@" + registrar.address()));
            register(world, trunk, registrar, Duration.ofHours(1));

            OutboundWorld.Leg leg = world.dial(NUMBER);

            world.expect(Answered.class);
            SipText invite = edge.expectRequest("INVITE");
            assertThat(invite.startLine()).isEqualTo("INVITE sip:+33123456780@" + registrar.address() + " SIP/2.0");
            assertThat(String.join(",", invite.all("Route"))).isEqualTo("<" + first + ">,<sip:core@192.0.2.9;lr>");
            leg.hangUp();

            register(world, trunk, registrar, Duration.ZERO);
            world.events.clear();
            world.dial(NUMBER);
            world.expect(Answered.class);
            assertThat(registrar.expectRequest("INVITE").header("Route")).isNull();
        }
    }

    @Test
    void aLargeInviteGoesByTcpWhereTheServerTakesIt() {
        try (SipServerPeer datagrams = new SipServerPeer();
                SipStreamPeer stream = new SipStreamPeer(datagrams.port(), OutboundWayTest::answer);
                OutboundWorld world =
                        new OutboundWorld(Map.of("tcp-above", "700"), new OutboundWorld.NoDns(), datagrams)) {
            OutboundWorld.Leg leg = world.dial(NUMBER);

            world.expect(Answered.class);
            assertThat(stream.requests("INVITE").getFirst().header("Via")).startsWith("SIP/2.0/TCP ");
            await().until(() -> stream.requests("ACK").size() == 1);
            leg.hangUp();
            await().until(() -> stream.requests("BYE").size() == 1);
            await().until(() -> world.gateway.sip().legs() == 0);
            assertThat(datagrams.log()).isEmpty();
        }
    }

    @Test
    void aLargeInviteGoesByUdpWhereTcpIsRefusedAndTheChallengeToo() {
        try (SipServerPeer datagrams = new SipServerPeer();
                OutboundWorld world =
                        new OutboundWorld(Map.of("tcp-above", "700"), new OutboundWorld.NoDns(), datagrams)) {
            datagrams.script(request -> request.method().equals("INVITE")
                            && request.header("Proxy-Authorization") == null
                    ? List.of(say(
                            request, 407, "x", "Proxy-Authenticate: Digest realm=\"trunk\",nonce=\"n\",qop=\"auth\""))
                    : answer(request));

            world.dial(NUMBER);

            world.expect(Answered.class);
            assertThat(datagrams.requests("INVITE"))
                    .hasSize(2)
                    .allSatisfy(invite -> assertThat(invite.header("Via")).startsWith("SIP/2.0/UDP "));
        }
    }

    @Test
    void registersAndCallsOverIpv6() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("::1");
        assumeTrue(isThere(loopback), "this machine has no ::1");
        try (SipServerPeer trunk = new SipServerPeer(loopback);
                OutboundWorld world =
                        new OutboundWorld(Map.of("bind-address", "::1"), new OutboundWorld.NoDns(), trunk)) {
            trunk.script(request -> answer(request).stream()
                    .map(text -> text.replace("IN IP4 127.0.0.1", "IN IP6 ::1"))
                    .map(OutboundWayTest::measured)
                    .toList());
            Trunk account = TestTrunks.of("business", TestTrunks.trunk(1, "sip:gateway@" + trunk.address()));

            assertThat(register(world, account, trunk, Duration.ofHours(1)))
                    .isEqualTo(new Outcome.Granted(Duration.ofSeconds(300)));
            OutboundWorld.Leg leg = world.dial(NUMBER);
            assertThat(world.expect(Answered.class).audio().remote().getPort()).isEqualTo(41000);
            leg.hangUp();

            SipText register = trunk.expectRequest("REGISTER");
            assertThat(register.contact()).matches("sip:token1@\\[(::1|0:0:0:0:0:0:0:1)]:" + world.gateway.port());
            SipText invite = trunk.expectRequest("INVITE");
            assertThat(invite.startLine()).isEqualTo("INVITE sip:+33123456780@" + trunk.address() + " SIP/2.0");
            assertThat(invite.body()).containsPattern("c=IN IP6 (::1|0:0:0:0:0:0:0:1)\r\n");
            trunk.expectRequest("ACK");
            trunk.expectRequest("BYE");
            await().until(() -> world.gateway.sip().legs() == 0);
            assertThat(world.events).noneMatch(HungUp.class::isInstance);
        }
    }

    @Test
    void isCalledOverIpv6() {
        InetAddress loopback = InetAddress.ofLiteral("::1");
        assumeTrue(isThere(loopback), "this machine has no ::1");
        try (SipServerPeer caller = new SipServerPeer(loopback);
                InMemoryWorker worker =
                        new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0.1));
                GatewayUnderTest gateway = new GatewayUnderTest(Map.of("bind-address", "::1"), worker)) {
            String uri = "sip:restaurant@[::1]:" + gateway.port();
            String body = TestCall.OFFER.replaceAll("IN IP4 \\S+", "IN IP6 ::1");
            String head = " SIP/2.0\r\nVia: SIP/2.0/UDP " + caller.address() + ";rport;branch=z9hG4bK";
            String middle = "\r\nFrom: <sip:guest@" + caller.address() + ">;tag=g\r\nCall-ID: ipv6\r\n"
                    + "Max-Forwards: 70\r\nContact: <sip:guest@" + caller.address() + ">\r\n";
            caller.sendTo(
                    new InetSocketAddress(loopback, gateway.port()),
                    "INVITE " + uri + head + "1" + middle + "To: <" + uri + ">\r\nCSeq: 1 INVITE\r\n"
                            + "Content-Type: application/sdp\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);

            SipText ok = caller.expectResponse(200);
            assertThat(ok.contact()).matches("sip:\\[(::1|0:0:0:0:0:0:0:1)]:" + gateway.port());
            assertThat(ok.body()).contains("c=IN IP6 ");
            String to = "To: <" + uri + ">;tag=" + ok.toTag() + "\r\n";
            caller.send("ACK " + ok.contact() + head + "2" + middle + to + "CSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n");
            await().until(() -> gateway.calls().active() == 1);
            caller.send("BYE " + ok.contact() + head + "3" + middle + to + "CSeq: 2 BYE\r\nContent-Length: 0\r\n\r\n");
            assertThat(caller.expect(message -> message.method().equals("BYE"), "answer to BYE")
                            .status())
                    .isEqualTo(200);
            await().until(() -> gateway.sip().legs() == 0);
        }
    }

    /** With the length of its body as it is now. */
    private static String measured(String message) {
        int body = message.length() - message.indexOf("\r\n\r\n") - 4;
        return message.replaceFirst("Content-Length: \\d+", "Content-Length: " + body);
    }

    private static boolean isThere(InetAddress address) {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
