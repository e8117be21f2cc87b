// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.explain;

import static io.allo.gateway.peer.TestAccounts.limited;
import static io.allo.gateway.peer.TestAccounts.trunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.contracts.account.AccountIdentity;
import io.allo.contracts.events.CallEvent;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.session.ContactExplanation;
import io.allo.contracts.session.ContactRequest;
import io.allo.contracts.trunk.TrunkList;
import io.allo.contracts.trunk.TrunkPolicy.InboundAuth;
import io.allo.gateway.call.GatewayIdentity;
import io.allo.gateway.call.InviteRefusals;
import io.allo.gateway.call.RefusalReason;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.HeardLog;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import io.allo.gateway.sessionconfig.SessionConfigApi;
import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A refused INVITE has one reason: in the log, the events and the metric, with the SIP status that belongs to it, and in the
 * explanation that was asked for before it came. A107: over the limit is 486 or 503.
 */
class OneReasonEverywhereTest {
    private static final Map<RefusalReason, Map<String, String>> SETTINGS = Map.of(
            RefusalReason.OVERLOADED, Map.of("max-calls", "1"),
            RefusalReason.SOURCE_LIMIT, Map.of("max-calls-per-source", "1"),
            RefusalReason.BANNED, Map.of("ban-after", "2"));

    private final InMemoryWorker worker =
            new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
    private GatewayUnderTest gateway;
    private TestPhone phone;

    private void start(Map<String, String> settings) {
        gateway = new GatewayUnderTest(settings, worker);
        phone = new TestPhone(gateway.port());
    }

    @AfterEach
    void stop() {
        phone.close();
        gateway.close();
        worker.close();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "OVERLOADED",
                "SHUTDOWN",
                "SOURCE_LIMIT",
                "ACCOUNT_LIMIT",
                "UNKNOWN_ACCOUNT",
                "UNTRUSTED_SOURCE",
                "CHALLENGED",
                "BANNED"
            })
    void whatIsExplainedIsWhatHappens(RefusalReason reason) {
        start(SETTINGS.getOrDefault(reason, Map.of()));
        given(reason);

        Explanation explanation = explain();
        refused(phone.call("desk"), TestCall::invite, reason);

        assertThat(explanation.reason()).isEqualTo(reason.endReason().toString());
        assertThat(explanation.status()).isEqualTo(reason.status());
        assertThat(explanation.steps().getLast().ok()).isFalse();
    }

    /** Brings about that an INVITE to desk is refused for this reason. */
    private void given(RefusalReason reason) {
        switch (reason) {
            case OVERLOADED, SOURCE_LIMIT -> phone.call("desk").establish();
            case SHUTDOWN -> gateway.calls().refuseNew();
            case ACCOUNT_LIMIT -> {
                gateway.accounts().add(limited(1, "desk", InboundAuth.SOURCE, List.of("127.0.0.1"), false, 1, 0));
                phone.call("desk").establish();
            }
            case UNTRUSTED_SOURCE -> account("desk", InboundAuth.SOURCE);
            case CHALLENGED -> account("desk", InboundAuth.DIGEST);
            default -> account("somebody-else", InboundAuth.SOURCE);
        }
        for (int strike = 0; reason == RefusalReason.BANNED && strike < 2; strike++) {
            phone.call("100" + strike).invite().expect(403);
        }
    }

    private void account(String name, InboundAuth auth) {
        gateway.accounts().add(trunk(1, name, auth, List.of("192.0.2.0/24"), false));
    }

    private Explanation explain() {
        CallExplainer explainer = new CallExplainer(
                gateway.calls(),
                gateway.accounts(),
                gateway.accountLoad(),
                new Willing(),
                new GatewayIdentity("gateway-test", GatewayUnderTest.SERVICE_KEY));
        return explainer
                .explain(new CallExplainer.Question(
                        "+33612345678",
                        "desk",
                        null,
                        InetAddress.getLoopbackAddress(),
                        gateway.sip().check(),
                        trunk -> true))
                .await()
                .atMost(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    MALFORMED               | Max-Forwards: 70 | Max-Forwards: 70\\r\\nCSeq: 2 INVITE
                    MALFORMED               | CSeq: 1 INVITE   | CSeq: 1 BYE
                    MALFORMED               | Contact: <       | Contact: * , <
                    UNSUPPORTED_URI_SCHEME  | INVITE sip:      | INVITE unheard-of:
                    UNSUPPORTED_VERSION     | SIP/2.0\\r\\nVia   | SIP/7.0\\r\\nVia
                    TOO_MANY_HOPS           | Max-Forwards: 70 | Max-Forwards: 0
                    UNSUPPORTED_EXTENSION   | Max-Forwards: 70 | Max-Forwards: 70\\r\\nRequire: telepathy
                    SESSION_TIMER_TOO_SHORT | Max-Forwards: 70 | Max-Forwards: 70\\r\\nSupported: timer\\r\\nSession-Expires: 5
                    NOT_ACCEPTABLE          | Max-Forwards: 70 | Max-Forwards: 70\\r\\nAccept: text/plain
                    UNSUPPORTED_MEDIA_TYPE  | application/sdp  | text/plain
                    REPLACES_NOBODY         | Max-Forwards: 70 | Max-Forwards: 70\\r\\nReplaces: a@b;to-tag=c;from-tag=d
                    """)
    void whatIsWrongWithAnInvite(RefusalReason reason, String part, String wrong) {
        start(Map.of());

        refused(
                phone.call("desk"),
                call -> phone.send(call.inviteText(TestCall.OFFER).replace(crlf(part), crlf(wrong))),
                reason);
    }

    private static String crlf(String text) {
        return text.replace("\\r\\n", "\r\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"MERGED_REQUEST", "REPLACES_A_STRANGER", "WRONG_CREDENTIALS"})
    void whatIsWrongWithAnInviteAfterAnother(RefusalReason reason) {
        start(Map.of());
        switch (reason) {
            case MERGED_REQUEST -> {
                TestCall first = phone.call("desk");
                first.establish();
                refused(
                        first,
                        call -> phone.send(
                                call.request("INVITE", call.target(), TestCall.branch(), 1, "", TestCall.OFFER)),
                        reason);
            }
            case REPLACES_A_STRANGER -> {
                account("somebody-else", InboundAuth.NONE);
                gateway.accounts().add(trunk(2, "desk", InboundAuth.NONE, List.of(), false));
                TestCall first = phone.call("somebody-else");
                first.establish();
                String replaces =
                        "Replaces: %s;to-tag=%s;from-tag=%s".formatted(first.callId(), first.toTag(), first.fromTag());
                refused(phone.call("desk"), call -> call.invite(replaces), reason);
            }
            default -> {
                account("desk", InboundAuth.DIGEST);
                TestCall asked = phone.call("desk").invite();
                String nonce =
                        asked.expect(401).header("WWW-Authenticate").replaceFirst(".*nonce=\"([^\"]+)\".*", "$1");
                String guess = "Authorization: Digest username=\"desk\", realm=\"allo\", nonce=\"%s\", uri=\"%s\","
                        + " response=\"%s\", algorithm=SHA-256, cnonce=\"a\", qop=auth, nc=00000001";
                TestCall guessing = phone.call("desk");
                String header = guess.formatted(nonce, guessing.target(), "0".repeat(64));
                refused(guessing, call -> call.invite(header), reason);
            }
        }
    }

    /** Refused by the call itself, once it had begun. */
    @ParameterizedTest
    @CsvSource({"404, caller/unknown-callee", "480, caller/rejected", "488, caller/no-common-codec"})
    void whatACallIsRefusedFor(int status, String reason) {
        start(Map.of());
        worker.script((session, message) -> {
            if (message instanceof StreamMessage.Start) {
                session.say(new StreamMessage.Reject(session.streamSid(), status, null));
            }
        });
        try (HeardLog log = new HeardLog("io.allo.gateway.call")) {
            TestCall call = phone.call("desk");
            String offer = TestCall.OFFER.replace("RTP/AVP 8 0 101", "RTP/AVP 18");
            phone.send(call.inviteText(status == 488 ? offer : TestCall.OFFER));
            call.expect(status);
            call.ackRefusal();

            await().untilAsserted(() -> assertThat(gateway.telemetry().ended())
                    .extracting(EndReason::toString)
                    .containsExactly(reason));
            await().untilAsserted(() -> assertThat(log.lines()).anyMatch(line -> line.contains(reason)));
            assertEvents(reason, status);
        }
    }

    private interface Sending {
        void send(TestCall call);
    }

    private void refused(TestCall call, Sending sending, RefusalReason reason) {
        String word = reason.endReason().toString();
        try (HeardLog log = new HeardLog(InviteRefusals.class.getName())) {
            sending.send(call);
            if (reason == RefusalReason.BANNED) {
                assertThat(phone.expect(SipText::isResponse, Duration.ofMillis(300)))
                        .isNull();
            } else {
                int status = reason.status();
                phone.expect(message -> message.status() == status, status + " for " + word);
            }
            await().untilAsserted(() -> assertThat(gateway.telemetry().refused())
                    .extracting(EndReason::toString)
                    .endsWith(word));
            if (reason == RefusalReason.CHALLENGED) { // no refusal yet
                assertThat(log.lines()).isEmpty();
                assertThat(gateway.events()).isEmpty();
                return;
            }
            await().untilAsserted(() ->
                    assertThat(log.lines()).singleElement().asString().contains(word));
            if (reason != RefusalReason.BANNED) { // a flood must not become one of events
                assertEvents(word, reason.status());
            }
        }
    }

    private void assertEvents(String word, int status) {
        await().untilAsserted(() -> {
            List<CallEvent.CallRejected> rejected = events(CallEvent.CallRejected.class);
            assertThat(rejected).isNotEmpty();
            assertThat(rejected.getLast().reason()).hasToString(word);
            assertThat(rejected.getLast().status()).isEqualTo(status);
            assertThat(events(CallEvent.CallEnded.class))
                    .filteredOn(
                            ended -> ended.callId().equals(rejected.getLast().callId()))
                    .extracting(ended -> ended.reason().toString())
                    .containsExactly(word);
        });
    }

    private <T extends CallEvent> List<T> events(Class<T> kind) {
        return gateway.events().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** session-config-service knows everybody: what is refused is refused by the gateway. */
    private static final class Willing implements SessionConfigApi {
        @Override
        public Uni<AccountIdentity> authenticate(String serviceKey, Map<String, String> credentials) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<ContactExplanation> explain(String serviceKey, ContactRequest request) {
            return Uni.createFrom()
                    .item(new ContactExplanation(List.of(new ContactExplanation.Step("agent", true, "an agent"))));
        }

        @Override
        public Uni<TrunkList> trunks(String serviceKey) {
            throw new UnsupportedOperationException();
        }
    }
}
