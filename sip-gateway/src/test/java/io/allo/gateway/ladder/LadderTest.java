// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.SipNote;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept of a call, and above all what is not. */
class LadderTest {
    private static final CallId CALL = new CallId("c-12345678");

    @Test
    void callIsToldFromInviteToItsLastAnswer() {
        try (InMemoryWorker worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
                GatewayUnderTest gateway = new GatewayUnderTest(worker);
                TestPhone phone = new TestPhone(gateway.port())) {
            // When
            TestCall call = phone.call("restaurant");
            call.establish();
            call.bye();
            await().until(() -> gateway.calls().active() == 0);
            CallId id = new CallId(worker.nextSession().callId());
            await().until(() ->
                    gateway.ladders().of(id).orElseThrow().messages().size() == 7);
            Ladder ladder = gateway.ladders().of(id).orElseThrow();

            // Then
            assertThat(ladder.messages().stream().map(note -> note.start().split(" ")[0]))
                    .containsExactly("INVITE", "100", "180", "200", "ACK", "BYE", "200");
            assertThat(ladder.messages().stream().map(SipNote::outgoing))
                    .containsExactly(false, true, true, true, false, false, true);
            assertThat(ladder.messages().getFirst().body()).contains("audio 40000 RTP/AVP 8 0 101");
            assertThat(ladder.end()).isEqualTo(EndReason.CALLER_HANGUP);
            assertThat(ladder.answeredAt()).isNotNull();
            assertThat(LadderDiagram.draw(ladder))
                    .contains("127.0.0.1:")
                    .contains(" INVITE ")
                    .contains("--- 200 OK (2 BYE) ---");
        }
    }

    @Test
    void secretsAndKeyedDigitsAreNeverKept() {
        try (InMemoryWorker worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
                GatewayUnderTest gateway = new GatewayUnderTest(worker);
                TestPhone phone = new TestPhone(gateway.port())) {
            // When
            TestCall call = phone.call("a8Fz3kQ0pLmN7xYw2t");
            phone.send(call.inviteText(
                    TestCall.OFFER
                            + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj\r\n",
                    "Authorization: Digest username=\"bob\", realm=\"r\", nonce=\"NONCEVALUE\", uri=\"sip:a\","
                            + " response=\"0123456789abcdef0123456789abcdef\", algorithm=SHA-256",
                    "P-Asserted-Identity: <sip:+33612345678:hunter2@127.0.0.1>"));
            call.expect(200);
            call.ack();
            call.sendInDialog("INFO", "Signal=7\r\nDuration=160\r\n", "Content-Type: application/dtmf-relay");
            phone.expectFinal("INFO");
            call.bye();
            String id = worker.nextSession().callId();
            await().until(() -> gateway.calls().active() == 0);
            Ladder ladder = gateway.ladders().of(new CallId(id)).orElseThrow();

            // Then
            String all = ladder.messages() + LadderDiagram.draw(ladder);
            assertThat(all)
                    .contains("Authorization: Digest algorithm=SHA-256")
                    .contains("AES_CM_128_HMAC_SHA1_80")
                    .contains("application/dtmf-relay, ")
                    .contains("sip:a8Fz…@")
                    .doesNotContain(
                            "NONCEVALUE", "0123456789abcdef", "d0RmdmcmV", "Signal", "hunter2", "a8Fz3kQ0pLmN7xYw2t");
            assertThat(all).doesNotContain(call.fromTag());
        }
    }

    @Test
    void inviteThatBecameNoCallIsFoundByItsCallId() {
        try (GatewayUnderTest gateway = new GatewayUnderTest(Map.of("max-new-calls-per-second", "1"));
                TestPhone phone = new TestPhone(gateway.port())) {
            phone.call("restaurant").invite().expect(503);
            String refused = phone.call("restaurant").invite().expect(503).header("Call-ID");

            await().untilAsserted(() -> assertThat(
                            gateway.ladders().ofSipCallId(refused).orElseThrow().messages())
                    .extracting(SipNote::start)
                    .last()
                    .isEqualTo("503 Service unavailable"));
        }
    }

    @Test
    void messagesAndCallsAreBounded() {
        Instant now = Instant.parse("2026-11-21T06:00:00Z");
        Ladders ladders = new Ladders(Clock.fixed(now, ZoneOffset.UTC), 3, Duration.ofHours(1));
        for (int call = 0; call < 5; call++) {
            ladders.leg(new CallId("c-1234567" + call), "sip-" + call);
            for (int message = 0; message < 300; message++) {
                ladders.message(note(now, "sip-" + call));
            }
        }
        for (int stranger = 0; stranger < 1000; stranger++) {
            ladders.message(note(now, "stranger-" + stranger));
        }

        assertThat(ladders.of(new CallId("c-12345671"))).isEmpty();
        assertThat(ladders.follows("sip-1")).isFalse();
        Ladder kept = ladders.of(new CallId("c-12345674")).orElseThrow();
        assertThat(kept.messages()).hasSize(200);
        assertThat(kept.omitted()).isEqualTo(100);
        assertThat(ladders.follows("stranger-0")).isFalse();
        assertThat(ladders.follows("stranger-999")).isTrue();
    }

    @Test
    void severalDialogsOfOneCallStandSideBySide() {
        Instant start = Instant.parse("2026-11-21T06:00:00Z");
        Ladders ladders = new Ladders(Clock.fixed(start, ZoneOffset.UTC), 10, Duration.ofHours(1));
        ladders.requested(new CallRequest(CALL, "+33612345678", "restaurant", start));
        ladders.leg(CALL, "first");
        ladders.leg(CALL, "second");
        ladders.message(note(start, "first"));
        ladders.message(note(start.plusMillis(1500), "second"));

        List<String> lines =
                LadderDiagram.draw(ladders.of(CALL).orElseThrow()).lines().toList();

        assertThat(lines.get(2)).startsWith("    0.000 |<").contains("INVITE").hasSize(10 + 1 + 2 * 32);
        assertThat(lines.get(3)).startsWith("    1.500 |<").endsWith("|");
    }

    @Test
    void ofABridgedCallBothPeoplesAudioIsShown() {
        Instant start = Instant.parse("2026-11-21T06:00:00Z");
        Ladders ladders = new Ladders(Clock.fixed(start, ZoneOffset.UTC), 10, Duration.ofHours(1));
        ladders.requested(new CallRequest(CALL, "+33612345678", "restaurant", start));
        ladders.leg(CALL, "first");
        ladders.message(note(start, "first"));
        ladders.take(new CallEvent.CallEnded(
                "e",
                start,
                CALL.value(),
                EndReason.CALLER_HANGUP,
                1000,
                new CallEvent.AudioQuality(500, 1, 0.5, null, 4.3, null),
                new CallEvent.AudioQuality(400, 7, 2.5, null, 3.9, null)));

        Ladder ladder = ladders.of(CALL).orElseThrow();

        assertThat(LadderDiagram.draw(ladder))
                .contains("\nAudio 500 packets, 1 lost, jitter 0.5 ms, MOS 4.3\n")
                .contains("\nAudio of the other person 400 packets, 7 lost, jitter 2.5 ms, MOS 3.9\n");
    }

    private static SipNote note(Instant at, String sipCallId) {
        return new SipNote(
                at, false, sipCallId, "UDP", "192.0.2.7:5060", "INVITE sip:x@y", "1 INVITE", List.of(), null);
    }
}
