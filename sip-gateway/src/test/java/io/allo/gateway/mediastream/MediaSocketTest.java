// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.mediastream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.peer.FakeSounds;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The socket to a worker that behaves well, badly, or not at all. */
class MediaSocketTest {
    private InMemoryWorker first;
    private InMemoryWorker second;
    private GatewayUnderTest gateway;
    private TestPhone phone;
    private TestCall call;

    @BeforeEach
    void start() {
        first = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
        second = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
        gateway = new GatewayUnderTest(first, second);
        phone = new TestPhone(gateway.port());
        call = phone.call("restaurant");
    }

    @AfterEach
    void stop() {
        phone.close();
        gateway.close();
        second.close();
        first.close();
    }

    private static AudioFrame frame(int sequence) {
        return new AudioFrame(sequence, 1, sequence * 20, false, new byte[160]);
    }

    @Test
    void speaksTheProtocolInOrder() {
        // When
        call.establish();
        InMemoryWorker.Session session = first.nextSession();
        await().until(() -> session.heard().size() == 4);
        gateway.media().last().listener().digit('7');
        gateway.media().last().speak();
        session.say(new StreamMessage.Mark(null, session.streamSid(), new StreamMessage.Mark.Body("m1")));
        session.say(new StreamMessage.Clear(session.streamSid()));
        session.say(new StreamMessage.SendDtmf(session.streamSid(), "12"));

        // Then
        await().untilAsserted(() -> assertThat(session.heard())
                .extracting(message -> message.getClass().getSimpleName())
                .containsExactly("Connected", "Start", "CallState", "CallState", "Dtmf", "Mark", "Cleared"));
        await().untilAsserted(() -> assertThat(session.frames()).isEqualTo(1));
        await().untilAsserted(() -> assertThat(gateway.media().last().log()).contains("clear", "digits 12"));
        gateway.media().last().listener().turn(2, 640_000_000);
        await().untilAsserted(() -> assertThat(session.first(StreamMessage.AnswerHeard.class))
                .isEqualTo(new StreamMessage.AnswerHeard(session.streamSid(), 2, 640)));
        assertThat(call.bye().status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(
                        session.first(StreamMessage.Stop.class).stop().reason())
                .isEqualTo(EndReason.CALLER_HANGUP));
        await().until(session::isClosed);
    }

    @Test
    void workerThatRefusesTheHandshakeIsPassedOver() {
        // Given
        first.refuseWith(503);

        // When
        call.establish();

        // Then
        assertThat(second.nextSession().epoch()).isEqualTo(2);
        assertThat(gateway.directory().held()).isEqualTo(1);
        call.bye();
    }

    @Test
    void workerThatIsNotThereIsPassedOver() {
        // Given
        first.close();

        // When
        call.establish();

        // Then
        assertThat(second.nextSession().epoch()).isEqualTo(2);
        call.bye();
        first = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.silent());
    }

    @Test
    void silentWorkerIsDeadAfterTwoSecondsAndTheCallerStays() {
        // Given
        call.establish();
        InMemoryWorker.Session dying = first.nextSession();
        first.heartbeats(false);
        first.refuseWith(503);
        long begin = System.nanoTime();

        // When
        InMemoryWorker.Session successor = second.nextSession();

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(1500), Duration.ofMillis(4000));
        await().until(() -> successor.first(StreamMessage.Start.class) != null);
        assertThat(successor.first(StreamMessage.Start.class).allo().answered()).isTrue();
        assertThat(successor.callId()).isEqualTo(dying.callId());
        assertThat(successor.epoch()).isGreaterThan(dying.epoch());
        assertThat(gateway.media().last().log()).contains("play " + FakeSounds.TONE);
        assertThat(call.bye().status()).isEqualTo(200);
    }

    @Test
    void brokenLineInMidCallIsTakenOver() {
        // Given
        call.establish();
        InMemoryWorker.Session session = first.nextSession();
        await().until(() -> session.heard().contains(new StreamMessage.CallState(session.streamSid(), "answered")));

        // When
        session.drop();
        InMemoryWorker.Session again = second.nextSession();

        // Then
        assertThat(again.epoch()).isEqualTo(2);
        assertThat(call.bye().status()).isEqualTo(200);
    }

    @Test
    void audioTooFarAheadEndsTheLine() {
        // Given
        call.establish();
        InMemoryWorker.Session session = first.nextSession();
        await().until(() -> session.heard().contains(new StreamMessage.CallState(session.streamSid(), "answered")));

        // When
        for (int i = 0; i < 200; i++) {
            session.play(frame(i));
        }

        // Then
        await().until(session::isClosed);
        call.bye();
    }

    @Test
    void nonsenseFromTheWorkerIsIgnored() {
        // Given
        call.establish();
        InMemoryWorker.Session session = first.nextSession();

        // When
        for (String text :
                new String[] {"", "{", "[]", "null", "{\"event\":\"dance\"}", "{\"event\":\"ring\",\"seconds\":\"x\"}"
                }) {
            session.sayRaw(text);
        }
        session.say(new StreamMessage.Hangup(session.streamSid(), null));

        // Then
        call.accept(phone.expectRequest("BYE"));
        await().untilAsserted(() -> assertThat(gateway.telemetry().ended()).containsExactly(EndReason.AGENT_HANGUP));
    }

    @Test
    void withoutAnyWorkerTheCallerIsAskedToTryLater() {
        // Given
        first.refuseWith(503);
        second.refuseWith(503);

        // When
        call.invite();
        var refused = call.expect(503);
        call.ackRefusal();

        // Then
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        await().untilAsserted(() -> assertThat(gateway.directory().held()).isZero());
    }
}
