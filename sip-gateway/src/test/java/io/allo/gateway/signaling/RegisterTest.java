// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.SipServerPeer;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestTrunks;
import io.allo.gateway.trunk.RegisterClient;
import io.allo.gateway.trunk.RegisterClient.Outcome;
import io.allo.gateway.trunk.SipTarget;
import io.allo.gateway.trunk.SipTarget.Transport;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A100, C48, C51: REGISTER on the wire, towards a registrar on a raw socket. */
class RegisterTest {
    private static final String CHALLENGE = "WWW-Authenticate: Digest realm=\"trunk.test\",nonce=\"n1\",qop=\"auth\"";

    private final SipServerPeer registrar = new SipServerPeer();
    private final GatewayUnderTest gateway = new GatewayUnderTest();
    private final RegisterClient client = gateway.sip().registrations();

    @AfterEach
    void stop() {
        gateway.close();
        registrar.close();
    }

    private SipTarget target() {
        return new SipTarget(InetAddress.getLoopbackAddress(), registrar.port(), Transport.UDP, "trunk.test");
    }

    private Outcome register(Trunk trunk, Duration expires, Optional<String> former) throws Exception {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        client.register(new RegisterClient.Attempt(trunk, target(), expires, former), outcome::complete);
        return outcome.get(8, TimeUnit.SECONDS);
    }

    private static List<String> challenge(SipText request, String... granted) {
        return request.header("Authorization") == null
                ? List.of(SipServerPeer.response(request, 401, "r", "", CHALLENGE))
                : List.of(SipServerPeer.response(request, 200, "r", "", granted));
    }

    @Test
    void registersWithDigestAndItsToken() throws Exception {
        registrar.script(request -> challenge(request, "Contact: <" + request.contact() + ">;expires=120"));

        Outcome outcome =
                register(TestTrunks.trunk(7, "sip:gateway@trunk.test"), Duration.ofHours(1), Optional.empty());

        assertThat(outcome).isEqualTo(new Outcome.Granted(Duration.ofSeconds(120)));
        List<SipText> sent = registrar.requests("REGISTER");
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst().startLine()).isEqualTo("REGISTER sip:trunk.test SIP/2.0");
        assertThat(sent.getFirst().header("Contact"))
                .isEqualTo("<sip:token7@127.0.0.1:" + gateway.port() + ">;expires=3600");
        assertThat(sent.getLast().header("Authorization"))
                .contains("username=\"gateway\"", "uri=\"sip:trunk.test\"", "nc=00000001", "qop=auth")
                .doesNotContain("gw-secret");
        assertThat(sent.getLast().header("Call-ID")).isEqualTo(sent.getFirst().header("Call-ID"));
        assertThat(sent.getLast().header("CSeq")).isEqualTo("2 REGISTER");
    }

    @Test
    void refreshUsesTheNonceAgain() throws Exception {
        registrar.script(request -> challenge(request, "Expires: 60"));
        Trunk trunk = TestTrunks.trunk(7, "sip:gateway@trunk.test");
        register(trunk, Duration.ofHours(1), Optional.empty());

        Outcome outcome = register(trunk, Duration.ofHours(1), Optional.empty());

        assertThat(outcome).isEqualTo(new Outcome.Granted(Duration.ofSeconds(60)));
        assertThat(registrar.requests("REGISTER"))
                .hasSize(3)
                .last()
                .satisfies(
                        refresh -> assertThat(refresh.header("Authorization")).contains("nc=00000002"));
    }

    @Test
    void wrongPasswordIsARejection() throws Exception {
        registrar.script(request -> List.of(SipServerPeer.response(request, 401, "r", "", CHALLENGE)));

        Outcome outcome =
                register(TestTrunks.trunk(7, "sip:gateway@trunk.test"), Duration.ofHours(1), Optional.empty());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(401));
        assertThat(registrar.requests("REGISTER")).hasSize(2);
    }

    @Test
    void takeoverRemovesTheFormerContactInTheSameRequest() throws Exception {
        registrar.script(request -> challenge(request));

        register(
                TestTrunks.trunk(7, "sip:gateway@trunk.test"),
                Duration.ofHours(1),
                Optional.of("sip:token7@192.0.2.7:5060"));

        assertThat(registrar.requests("REGISTER").getLast().all("Contact"))
                .singleElement()
                .isEqualTo("<sip:token7@192.0.2.7:5060>;expires=0,<sip:token7@127.0.0.1:" + gateway.port()
                        + ">;expires=3600");
    }

    @Test
    void tooBriefNamesTheLeast() throws Exception {
        registrar.script(request -> List.of(SipServerPeer.response(request, 423, "r", "", "Min-Expires: 1800")));

        Outcome outcome =
                register(TestTrunks.trunk(7, "sip:gateway@trunk.test"), Duration.ofMinutes(1), Optional.empty());

        assertThat(outcome).isEqualTo(new Outcome.TooBrief(Duration.ofMinutes(30)));
    }

    @Test
    void anOverloadedRegistrarNamesItsPause() throws Exception {
        registrar.script(request -> List.of(SipServerPeer.response(request, 503, "r", "", "Retry-After: 17")));

        Outcome outcome =
                register(TestTrunks.trunk(7, "sip:gateway@trunk.test"), Duration.ofMinutes(1), Optional.empty());

        assertThat(outcome).isEqualTo(new Outcome.Failed(503, Duration.ofSeconds(17)));
    }

    @Test
    void keepAliveIsTwoEmptyLines() {
        client.keepAlive(target());

        await().until(() -> registrar.log().size() == 1);
        assertThat(registrar.log().getFirst().message().startLine()).isEmpty();
    }

    @Test
    void anyAnswerToOptionsIsASignOfLife() throws Exception {
        registrar.script(request -> List.of(SipServerPeer.response(request, 404, "r", "")));
        CompletableFuture<Integer> status = new CompletableFuture<>();

        client.ping(TestTrunks.trunk(7, "sip:gateway@trunk.test"), target(), status::complete);

        assertThat(status.get(8, TimeUnit.SECONDS)).isEqualTo(404);
        assertThat(registrar.requests("OPTIONS").getFirst().startLine()).isEqualTo("OPTIONS sip:trunk.test SIP/2.0");
    }

    /** What a registrar sees behind an address translator (RFC 3581). */
    private static String translated(String response, String address, int port) {
        return response.replaceFirst(";rport\\b[^;\r]*", ";received=" + address + ";rport=" + port);
    }

    @Test
    void thePublicAddressIsLearnedFromTheChallengeAndRegistered() throws Exception {
        registrar.script(request -> challenge(request).stream()
                .map(text -> translated(text, "203.0.113.7", 41234))
                .toList());
        Trunk trunk = TestTrunks.trunk(7, "sip:gateway@trunk.test");

        register(trunk, Duration.ofHours(1), Optional.empty());

        List<SipText> sent = registrar.requests("REGISTER");
        assertThat(sent).hasSize(2);
        assertThat(sent.getLast().header("Contact")).isEqualTo("<sip:token7@203.0.113.7:41234>;expires=3600");
        assertThat(sent.getLast().header("Via")).contains("127.0.0.1:" + gateway.port());
        assertThat(client.contact(trunk, target())).isEqualTo("sip:token7@203.0.113.7:41234");
    }

    @Test
    void anAddressThatMovedIsRegisteredAnewAndTheOldOneRemovedInOneRequest() throws Exception {
        AtomicInteger port = new AtomicInteger(41234);
        registrar.script(request ->
                List.of(translated(SipServerPeer.response(request, 200, "r", ""), "203.0.113.7", port.get())));
        Trunk trunk = TestTrunks.trunk(7, "sip:gateway@trunk.test");

        register(trunk, Duration.ofHours(1), Optional.empty());
        port.set(50000);
        register(trunk, Duration.ofHours(1), Optional.empty());
        register(trunk, Duration.ZERO, Optional.empty());

        String own = "<sip:token7@127.0.0.1:" + gateway.port() + ">";
        assertThat(registrar.requests("REGISTER"))
                .extracting(request -> request.header("Contact"))
                .containsExactly(
                        own + ";expires=3600",
                        own + ";expires=0,<sip:token7@203.0.113.7:41234>;expires=3600",
                        "<sip:token7@203.0.113.7:41234>;expires=3600",
                        "<sip:token7@203.0.113.7:41234>;expires=0,<sip:token7@203.0.113.7:50000>;expires=3600",
                        "<sip:token7@203.0.113.7:50000>;expires=0");
    }

    @Test
    void anAddressThatIsConfiguredIsNotLearned() throws Exception {
        registrar.script(
                request -> List.of(translated(SipServerPeer.response(request, 200, "r", ""), "203.0.113.7", 41234)));
        try (GatewayUnderTest advertised = new GatewayUnderTest(Map.of("advertised-address", "198.51.100.9"));
                GatewayUnderTest stubborn = new GatewayUnderTest(Map.of("learn-contact", "false"))) {
            for (GatewayUnderTest each : List.of(advertised, stubborn)) {
                CompletableFuture<Outcome> outcome = new CompletableFuture<>();
                each.sip()
                        .registrations()
                        .register(
                                new RegisterClient.Attempt(
                                        TestTrunks.trunk(7, "sip:gateway@trunk.test"),
                                        target(),
                                        Duration.ofHours(1),
                                        Optional.empty()),
                                outcome::complete);
                outcome.get(8, TimeUnit.SECONDS);
            }
            assertThat(registrar.requests("REGISTER"))
                    .extracting(SipText::contact)
                    .containsExactly(
                            "sip:token7@198.51.100.9:" + advertised.port(), "sip:token7@127.0.0.1:" + stubborn.port());
        }
    }

    @Test
    void pathIsSupported() throws Exception {
        registrar.script(request -> challenge(request));

        register(TestTrunks.trunk(7, "sip:gateway@trunk.test"), Duration.ofHours(1), Optional.empty());

        assertThat(registrar.requests("REGISTER").getFirst().header("Supported"))
                .isEqualTo("path");
    }
}
