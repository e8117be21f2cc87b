// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static io.allo.gateway.media.MediaEngineTest.agreement;
import static io.allo.gateway.media.MediaEngineTest.frame;
import static io.allo.gateway.media.MediaEngineTest.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.audio.G711;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.MediaLeg;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.rtp.RtpPacket;
import io.allo.gateway.rtp.TelephoneEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two callers joined: audio, keys and hold cross the bridge, with no worker (C25, issue 3 item 5). */
class BridgeTest {
    private static final byte LOUD_ULAW = G711.encodeUlaw((short) 8000);
    private static final byte LOUD_ALAW = G711.ulawToAlaw(new byte[] {LOUD_ULAW})[0];

    private final MediaEngine engine = new MediaEngine(MediaTestSettings.defaults(), new SimpleMeterRegistry());
    private final RecordingListener callOfAnna = new RecordingListener();
    private final RecordingListener callOfBen = new RecordingListener();
    private MediaLeg annasLeg;
    private MediaLeg bensLeg;
    private RtpPeer anna;
    private RtpPeer ben;

    @BeforeEach
    void bridgeTwoAnsweredCalls() throws IOException {
        engine.start();
        annasLeg = engine.open(new CallId("call-anna"), callOfAnna);
        bensLeg = engine.open(new CallId("call-ben"), callOfBen);
        anna = new RtpPeer(annasLeg.localPort());
        ben = new RtpPeer(bensLeg.localPort());
        annasLeg.negotiated(agreement(anna.address(), Codec.PCMU, 20, Direction.SENDRECV));
        bensLeg.negotiated(agreement(ben.address(), Codec.PCMA, 20, Direction.SENDRECV));
        annasLeg.startSending();
        bensLeg.startSending();
        anna.receive();
        ben.receive();
        annasLeg.bridge(bensLeg);
    }

    @AfterEach
    void stop() {
        annasLeg.close();
        bensLeg.close();
        anna.close();
        ben.close();
        engine.stop();
    }

    @Test
    void eachHearsTheOtherInHisOwnLawAndTheCallsHearNothing() throws IOException {
        talk(() -> anna.sendAudio(payload(LOUD_ULAW)), ben, LOUD_ALAW);
        talk(() -> ben.send(alaw()), anna, LOUD_ULAW);
        int frames = callOfAnna.frames.size();
        talk(() -> anna.sendAudio(payload(LOUD_ULAW)), ben, LOUD_ALAW);
        assertThat(callOfAnna.frames).hasSize(frames);
        assertThat(callOfBen.framesFromCaller()).isEmpty();
    }

    @Test
    void aKeyIsPressedAnewOnTheOtherSideOnceAndNotTold() throws IOException {
        // Given: the loop has joined them
        talk(() -> anna.sendAudio(payload(LOUD_ULAW)), ben, LOUD_ALAW);

        // When: an event whose first packets were lost
        for (int i = 0; i < 3; i++) {
            anna.sendKeyPacket(new TelephoneEvent(7, true, 10, 1600), 8000);
        }
        RtpPacket first = ben.receiveUntil(packet -> packet.payloadType() == 101);

        // Then
        assertThat(first.marker()).isTrue();
        assertThat(TelephoneEvent.parse(first.payload()).key()).isEqualTo('7');
        for (int i = 0; i < 30; i++) {
            RtpPacket packet = ben.receive();
            assertThat(packet.payloadType() != 101 || packet.timestamp() == first.timestamp())
                    .isTrue();
        }
        assertThat(callOfAnna.events).isEmpty();
    }

    @Test
    void holdOnOneSideIsSilenceOnTheOther() throws IOException {
        talk(() -> anna.sendAudio(payload(LOUD_ULAW)), ben, LOUD_ALAW);

        // When: Anna holds, and her telephone goes on sending all the same
        annasLeg.negotiated(agreement(anna.address(), Codec.PCMU, 20, Direction.INACTIVE));
        for (int i = 0; i < 15; i++) {
            ben.receive();
            anna.sendAudio(payload(LOUD_ULAW));
        }

        // Then
        for (int i = 0; i < 10; i++) {
            assertThat(ben.receive().payload()).containsOnly(G711.ALAW_SILENCE);
        }
    }

    @Test
    void whatIsPlayedSoundsInsteadOfTheOtherSide() throws IOException {
        talk(() -> ben.send(alaw()), anna, LOUD_ULAW);
        for (int i = 0; i < 10; i++) {
            annasLeg.play(frame(1, i * 20, 0x33));
        }
        assertThat(anna.receiveUntil(packet -> packet.payload()[0] == 0x33)).isNotNull();
    }

    @Test
    void afterTheBridgeEachCallHearsItsCallerAgain() throws IOException {
        talk(() -> anna.sendAudio(payload(LOUD_ULAW)), ben, LOUD_ALAW);

        // When: the other leg goes
        bensLeg.close();
        await().untilAsserted(() -> {
            anna.sendAudio(payload(5));
            assertThat(callOfAnna.framesFromCaller()).anyMatch(frame -> frame.payload()[0] == 5);
        });

        // Then
        anna.receiveUntil(packet -> packet.payload()[0] == G711.ULAW_SILENCE);
    }

    private interface Speaker {
        void say() throws IOException;
    }

    /** One says something for each packet that the other receives, until the other hears it. */
    private static void talk(Speaker speaker, RtpPeer listener, byte expected) throws IOException {
        for (int i = 0; i < 50; i++) {
            speaker.say();
            if (listener.receive().payload()[159] == expected) {
                return;
            }
        }
        throw new AssertionError("nothing heard across the bridge");
    }

    private RtpPacket alaw() {
        RtpPacket packet = new RtpPacket(false, 8, ben.sequence, ben.timestamp, ben.ssrc, payload(LOUD_ALAW));
        ben.sequence = (ben.sequence + 1) & 0xFFFF;
        ben.timestamp += 160;
        return packet;
    }
}
