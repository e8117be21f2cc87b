// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static io.allo.gateway.peer.TestAccounts.limited;
import static io.allo.gateway.peer.TestAccounts.trunk;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.events.CallEvent;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.trunk.TrunkPolicy.InboundAuth;
import io.allo.gateway.call.RefusalReason;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose an inbound call is, and who gets none (C.2, C44, C45), over real UDP. */
class InboundAccountTest {
    private static final List<String> HERE = List.of("127.0.0.0/8");
    private static final List<String> ELSEWHERE = List.of("203.0.113.0/24", "2001:db8::/32");

    private InMemoryWorker worker;
    private GatewayUnderTest gateway;
    private TestPhone phone;

    @BeforeEach
    void start() {
        worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
        gateway = new GatewayUnderTest(Map.of("t1", "50ms", "ban-after", "12"), worker);
        phone = new TestPhone(gateway.port());
    }

    @AfterEach
    void stop() {
        phone.close();
        gateway.close();
        worker.close();
    }

    private Map<String, String> parametersOf(TestCall call, String... headers) {
        call.invite(headers);
        call.expect(200);
        call.ack();
        InMemoryWorker.Session session = worker.nextSession();
        await().until(() -> session.first(StreamMessage.Start.class) != null);
        call.bye();
        return session.first(StreamMessage.Start.class).start().customParameters();
    }

    private void refused(TestCall call, RefusalReason reason, String... headers) {
        call.invite(headers);
        call.expect(reason.status());
        call.ackRefusal();
        assertThat(gateway.telemetry().refused()).contains(reason.endReason());
    }

    @Test
    void gatewayWithoutAccountsServesStrangers() {
        assertThat(parametersOf(phone.call("restaurant"))).doesNotContainKey("sipAccountId");
    }

    @Test
    void tokenOfOurContactNamesTheAccountAndToTheCalledNumber() {
        gateway.accounts().add(trunk(1, "one", InboundAuth.SOURCE, ELSEWHERE, false));
        gateway.accounts().add(trunk(2, "two", InboundAuth.SOURCE, ELSEWHERE, true));
        TestCall call = phone.call("token-2");
        assertThat(parametersOf(
                        call,
                        "X-Original-To: <sip:+33939240575@trunk.example>",
                        "P-Asserted-Identity: \"Zoé\" <sip:+33711111111@trunk.example>"))
                .containsEntry("sipAccountId", "2")
                .containsEntry("to", "+33939240575")
                .containsEntry("callerPhone", "+33711111111");
    }

    @Test
    void listedSourceIsTheAccountAndTheNameChoosesAmongSeveral() {
        gateway.accounts().add(trunk(1, "one", InboundAuth.SOURCE, HERE, false));
        gateway.accounts().add(trunk(2, "two", InboundAuth.SOURCE, HERE, false));
        assertThat(parametersOf(phone.call("TWO")))
                .containsEntry("sipAccountId", "2")
                .containsEntry("to", "TWO");
        assertThat(parametersOf(phone.call("+33100000000"), "P-Asserted-Identity: <tel:+33711111111>"))
                .containsEntry("sipAccountId", "1")
                .containsEntry("callerPhone", "+33612345678"); // not trusted
    }

    @Test
    void userInToNamesTheAccountThatAnybodyMayCall() {
        gateway.accounts().add(trunk(1, "one", InboundAuth.SOURCE, ELSEWHERE, false));
        gateway.accounts().add(trunk(2, "two", InboundAuth.NONE, List.of(), false));
        assertThat(parametersOf(phone.call("Two"))).containsEntry("sipAccountId", "2");
    }

    @Test
    void withheldCallerIsNobody() {
        gateway.accounts().add(trunk(1, "one", InboundAuth.SOURCE, HERE, true));
        assertThat(parametersOf(phone.call("one"), "Privacy: id", "P-Asserted-Identity: <tel:+33711111111>"))
                .containsEntry("callerPhone", "");
    }

    @Test
    void strangersAreRefusedWithOneReasonEverywhere() {
        gateway.accounts().add(trunk(1, "one", InboundAuth.SOURCE, ELSEWHERE, false));
        refused(phone.call("restaurant"), RefusalReason.UNKNOWN_ACCOUNT);
        refused(phone.call("one"), RefusalReason.UNTRUSTED_SOURCE);
        assertThat(gateway.events())
                .filteredOn(CallEvent.CallRejected.class::isInstance)
                .extracting(event -> ((CallEvent.CallRejected) event).reason())
                .containsExactly(RefusalReason.UNKNOWN_ACCOUNT.endReason(), RefusalReason.UNTRUSTED_SOURCE.endReason());
        assertThat(worker.accepted()).isZero();
    }

    @Test
    void accountTakesNoMoreCallsThanItsPolicySays() {
        gateway.accounts().add(limited(1, "one", InboundAuth.SOURCE, HERE, false, 1, 0));
        TestCall first = phone.call("one");
        first.establish();
        refused(phone.call("one"), RefusalReason.ACCOUNT_LIMIT);
        first.bye();
        await().until(() -> gateway.sip().legs() == 0);
        phone.call("one").establish();
    }

    @Test
    void accountTakesNoMoreNewCallsASecondThanItsPolicySays() {
        gateway.accounts().add(limited(1, "one", InboundAuth.SOURCE, HERE, false, 0, 2));
        phone.call("one").establish();
        phone.call("one").establish();
        refused(phone.call("one"), RefusalReason.ACCOUNT_RATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-256", "SHA-512-256"})
    void callerProvesItselfByDigest(String algorithm) throws Exception {
        // Given
        gateway.accounts().add(trunk(7, "desk", InboundAuth.DIGEST, List.of(), false));
        TestCall call = phone.call("restaurant").invite();
        SipText challenge = call.expect(401);
        call.ackRefusal();
        assertThat(challenge.all("WWW-Authenticate")).hasSize(3);
        assertThat(challenge.all("WWW-Authenticate").getFirst()).contains("algorithm=SHA-256");

        // When
        TestCall proved = phone.call("restaurant");
        String credentials = credentials(challenge, algorithm, "desk", "s3cret", proved.target(), 1);

        // Then
        assertThat(parametersOf(proved, credentials)).containsEntry("sipAccountId", "7");
        TestCall replayed = phone.call("restaurant").invite(credentials);
        assertThat(replayed.expect(401).header("WWW-Authenticate")).contains("stale=true");
        replayed.ackRefusal();
        String wrong = credentials(challenge, algorithm, "desk", "guess", proved.target(), 2);
        refused(phone.call("restaurant"), RefusalReason.WRONG_CREDENTIALS, wrong);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:restaurant@127.0.0.1:PORT, true",
        "sip:restaurant@127.0.0.1:PORT;transport=udp, true",
        "sip:premium@127.0.0.1:PORT, false",
        "sip:restaurant@192.0.2.1:PORT, false",
        "sip:restaurant@127.0.0.1, false",
        "tel:+33899000000, false"
    })
    void credentialsAreGoodForTheCalledOneOnly(String uri, boolean taken) throws Exception {
        gateway.accounts().add(trunk(7, "desk", InboundAuth.DIGEST, List.of(), false));
        TestCall first = phone.call("restaurant").invite();
        SipText challenge = first.expect(401);
        first.ackRefusal();
        String meant = uri.replace("PORT", String.valueOf(gateway.port()));
        String credentials = credentials(challenge, "SHA-256", "desk", "s3cret", meant, 1);
        String proxys =
                "Authorization: Digest username=\"x\", realm=\"proxy\", nonce=\"n\", uri=\"sip:x\", response=\"0\"";
        if (taken) {
            assertThat(parametersOf(phone.call("restaurant"), proxys, credentials))
                    .containsEntry("sipAccountId", "7");
        } else {
            refused(phone.call("restaurant"), RefusalReason.WRONG_CREDENTIALS, proxys, credentials);
        }
    }

    @Test
    void nonceOfAnotherLifeIsStale() throws Exception {
        gateway.accounts().add(trunk(7, "desk", InboundAuth.DIGEST, List.of(), false));
        SipText challenge = new SipText(
                "SIP/2.0 401 U",
                List.of("WWW-Authenticate: Digest realm=\"allo\", nonce=\"1.x.y\", algorithm=MD5"),
                "");
        TestCall call = phone.call("desk");
        call.invite(credentials(challenge, "MD5", "desk", "s3cret", call.target(), 1));
        assertThat(call.expect(401).header("WWW-Authenticate")).contains("stale=true");
        call.ackRefusal();
    }

    @Test
    void whoAsksAgainAndAgainHearsNothingAndWhoIsInACallIsServed() {
        // Given a source that is in no call and has no account
        gateway.accounts().add(trunk(1, "one", InboundAuth.SOURCE, ELSEWHERE, false));
        gateway.accounts().add(trunk(2, "two", InboundAuth.NONE, List.of(), false));
        for (int i = 0; i < 12; i++) {
            TestCall call = phone.call("100" + i).invite();
            call.expect(403);
            call.ackRefusal();
        }

        // When
        phone.call("two").invite();

        // Then
        assertThat(phone.expect(SipText::isResponse, Duration.ofMillis(300))).isNull();
        assertThat(gateway.telemetry().refused()).contains(RefusalReason.BANNED.endReason());
    }

    @Test
    void liveCallKeepsItsSourceFromBeingBanned() {
        gateway.accounts().add(trunk(2, "two", InboundAuth.NONE, List.of(), false));
        TestCall live = phone.call("two");
        live.establish();
        for (int i = 0; i < 20; i++) {
            TestCall call = phone.call("100" + i).invite();
            call.expect(403);
            call.ackRefusal();
        }
        phone.call("two").establish();
        live.bye();
    }

    @Test
    void scannersByTheirOwnWordHearNothing() {
        phone.call("100").invite("User-Agent: friendly-scanner");
        assertThat(phone.expect(SipText::isResponse, Duration.ofMillis(300))).isNull();
        phone.call("restaurant").establish();
    }

    private static String credentials(
            SipText challenge, String algorithm, String user, String password, String uri, int count) throws Exception {
        Matcher matcher = Pattern.compile("nonce=\"([^\"]+)\"").matcher(challenge.header("WWW-Authenticate"));
        assertThat(matcher.find()).isTrue();
        String nonce = matcher.group(1);
        MessageDigest hash = MessageDigest.getInstance(algorithm.replace("512-", "512/"));
        String ha1 = hex(hash, user + ":allo:" + password);
        String ha2 = hex(hash, "INVITE:" + uri);
        String nc = "%08x".formatted(count);
        String response = hex(hash, ha1 + ":" + nonce + ":" + nc + ":abc:auth:" + ha2);
        return "Authorization: Digest username=\"%s\", realm=\"allo\", nonce=\"%s\", uri=\"%s\", response=\"%s\", "
                        .formatted(user, nonce, uri, response)
                + "algorithm=%s, cnonce=\"abc\", qop=auth, nc=%s".formatted(algorithm, nc);
    }

    private static String hex(MessageDigest hash, String text) {
        return HexFormat.of().formatHex(hash.digest(text.getBytes(UTF_8)));
    }
}
