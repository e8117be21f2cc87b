// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.HeardLog;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.RecordedTelemetry;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls over real UDP against a worker on a real WebSocket. */
class InboundCallTest {
    private InMemoryWorker worker;
    private GatewayUnderTest gateway;
    private TestPhone phone;

    @BeforeEach
    void start() {
        worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0.2));
        gateway = new GatewayUnderTest(Map.of("t1", "50ms"), worker);
        phone = new TestPhone(gateway.port());
    }

    @AfterEach
    void stop() {
        phone.close();
        gateway.close();
        worker.close();
    }

    @Test
    void ringTimeIsInTheLogWithTheCallId() { // C7
        try (HeardLog log = new HeardLog("io.allo.gateway.call.RingingPhase")) {
            TestCall call = phone.call("restaurant");
            call.establish();
            assertThat(log.lines()).containsExactly("rings for 0.20 s, Call-ID " + call.callId());
            call.bye();
        }
        nothingIsLeft();
    }

    private void nothingIsLeft() {
        await().untilAsserted(() -> {
            assertThat(gateway.calls().active()).isZero();
            assertThat(gateway.sip().legs()).isZero();
            assertThat(gateway.media().openLegs()).isZero();
            assertThat(gateway.directory().held()).isZero();
        });
    }

    @Test
    void callIsAnsweredAndEndedByTheCaller() {
        // When
        TestCall call = phone.call("restaurant").invite();
        call.expect(100);
        SipText ringing = call.expect(180);
        SipText ok = call.expect(200);
        call.ack();
        InMemoryWorker.Session session = worker.nextSession();
        await().until(() -> session.first(StreamMessage.CallState.class) != null);
        await().until(() -> session.heard().stream()
                .anyMatch(m -> m instanceof StreamMessage.CallState state
                        && state.state().equals("answered")));
        SipText byeOk = call.bye();

        // Then
        assertThat(ringing.contact()).contains("127.0.0.1:" + gateway.port());
        assertThat(ringing.toTag()).isNotEmpty().isEqualTo(ok.toTag());
        assertThat(ok.body()).contains("m=audio 20000 RTP/AVP 8 101");
        assertThat(ok.header("Allow")).isEqualTo(SipMessages.ALLOW.replace(" ", ""));
        assertThat(byeOk.status()).isEqualTo(200);
        StreamMessage.Start start = session.first(StreamMessage.Start.class);
        assertThat(start.start().customParameters())
                .containsEntry("callerPhone", "+33612345678")
                .containsEntry("to", "restaurant")
                .containsEntry("direction", "inbound");
        assertThat(start.start().mediaFormat().encoding()).isEqualTo("audio/x-alaw");
        assertThat(start.allo()).isEqualTo(new StreamMessage.Start.Allo(1, false, RecordedTelemetry.TRACEPARENT));
        await().untilAsserted(() ->
                assertThat(session.first(StreamMessage.Stop.class)).isNotNull());
        await().untilAsserted(() -> assertThat(gateway.eventNames())
                .containsExactly("CallOffered", "CallRinging", "CallAnswered", "CallEnded"));
        assertThat(gateway.telemetry().ended()).containsExactly(EndReason.CALLER_HANGUP);
        nothingIsLeft();
    }

    @Test
    void cancelWhileRingingEndsEverythingAtOnce() {
        // Given
        worker.script(InMemoryWorker.answerAfter(20));
        TestCall call = phone.call("restaurant").invite();
        call.expect(180);
        InMemoryWorker.Session session = worker.nextSession();

        // When
        Instant cancelled = Instant.now();
        call.cancel();
        SipText cancelOk = phone.expectFinal("CANCEL");
        SipText refused = call.expect(487);
        call.ackRefusal();

        // Then
        assertThat(cancelOk.status()).isEqualTo(200);
        assertThat(cancelOk.toTag()).isEqualTo(refused.toTag());
        await().until(session::isClosed);
        assertThat(Duration.between(cancelled, session.closedAt())).isLessThan(Duration.ofMillis(200));
        assertThat(session.frames()).isZero();
        nothingIsLeft();
        assertThat(gateway.telemetry().ended()).containsExactly(EndReason.CANCELLED);
    }

    @Test
    void workerHangsUp() {
        // Given
        TestCall call = phone.call("restaurant");
        call.establish();
        InMemoryWorker.Session session = worker.nextSession();

        // When
        session.say(new StreamMessage.Hangup(session.streamSid(), null));
        SipText bye = phone.expectRequest("BYE");
        call.accept(bye);

        // Then
        assertThat(bye.startLine()).startsWith("BYE sip:phone@" + phone.address());
        nothingIsLeft();
        assertThat(gateway.telemetry().ended()).containsExactly(EndReason.AGENT_HANGUP);
    }

    @Test
    void unknownCalleeIs404() {
        // Given
        worker.script((session, message) -> {
            if (message instanceof StreamMessage.Start) {
                session.say(new StreamMessage.Reject(session.streamSid(), 404, EndReason.UNKNOWN_CALLEE));
            }
        });

        // When
        TestCall call = phone.call("nobody").invite();
        SipText refused = call.expect(404);
        call.ackRefusal();

        // Then
        assertThat(refused.toTag()).isNotEmpty();
        await().untilAsserted(() ->
                assertThat(gateway.eventNames()).containsExactly("CallOffered", "CallRejected", "CallEnded"));
        nothingIsLeft();
    }
}
