// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.audio.G711;
import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.MediaLeg;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.rtp.RtpPacket;
import io.allo.gateway.rtp.TelephoneEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real sockets on loopback; counts and order are asserted, never speed. */
class MediaEngineTest {
    private final RecordingListener listener = new RecordingListener();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MediaEngine engine = new MediaEngine(MediaTestSettings.defaults(), registry);
    private MediaLeg leg;
    private RtpPeer caller;

    @BeforeEach
    void answerCall() throws IOException {
        engine.start();
        leg = engine.open(new CallId("call-0001"), listener);
        caller = new RtpPeer(leg.localPort());
    }

    @AfterEach
    void stop() {
        leg.close();
        caller.close();
        engine.stop();
    }

    /** On a busy machine the loop may be late by more than it may catch up: that time is counted, and nothing else is missing. */
    @Test
    void silenceFlowsFromTheStartOnWithoutGapInSequenceAndTime() throws IOException {
        // Given
        leg.negotiated(agreement(caller.address(), Codec.PCMA, 20, Direction.SENDRECV));

        // When
        leg.startSending();
        assertThat(caller.receive().marker()).isTrue();
        List<RtpPacket> packets = caller.receive(35);

        // Then
        int skipped = 0;
        for (int i = 0; i < packets.size(); i++) {
            RtpPacket packet = packets.get(i);
            int late = packet.timestamp() - packets.getFirst().timestamp() - 160 * i - 160 * skipped;
            assertThat(late).isNotNegative().matches(samples -> samples % 160 == 0, "whole packets");
            skipped += late / 160;
            assertThat(packet.sequence()).isEqualTo((packets.getFirst().sequence() + i) & 0xFFFF);
            assertThat(packet.ssrc()).isEqualTo(packets.getFirst().ssrc());
            assertThat(packet.payloadType()).isEqualTo(8);
            assertThat(packet.marker()).isFalse();
            assertThat(packet.payload()).containsOnly(G711.ALAW_SILENCE).hasSize(160);
        }
        int missing = skipped;
        leg.close();
        Counter counted = registry.counter("allo.rtp.packets.dropped", "cause", "loop-late");
        await().until(() ->
                registry.counter("allo.rtp.packets", "direction", "sent").count() >= 36);
        assertThat(counted.count()).isGreaterThanOrEqualTo(missing);
    }

    @Test
    void nothingLeavesBeforeTheStart() throws IOException {
        // Given
        leg.play(frame(1, 0, 0x11));

        // When
        leg.negotiated(agreement(caller.address(), Codec.PCMU, 20, Direction.SENDRECV));

        // Then
        assertThat(caller.hearsNothingFor(200)).isTrue();
    }

    @Test
    void audioQueuedBeforeTheStartIsNotClipped() throws IOException {
        // Given
        leg.negotiated(agreement(caller.address(), Codec.PCMU, 20, Direction.SENDRECV));
        leg.play(frame(1, 0, 0x11));
        leg.play(frame(1, 20, 0x22));

        // When
        leg.startSending();

        // Then
        assertThat(caller.receive(3))
                .extracting(packet -> packet.payload()[0])
                .containsExactly((byte) 0x11, (byte) 0x22, G711.ULAW_SILENCE);
    }

    @Test
    void theCallersAudioArrivesInOrder() throws IOException {
        // Given
        answered(Direction.SENDRECV);

        // When
        for (int i = 0; i < 10; i++) {
            caller.sendAudio(payload(i + 1));
        }

        // Then
        await().untilAsserted(() -> assertThat(listener.framesFromCaller())
                .extracting(frame -> (int) frame.payload()[0])
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    }

    @Test
    void clearSilencesTheWireAndTellsWhatWasHeardThenTheMarks() throws IOException {
        // Given: two seconds of speech, 200 ms of it on the wire
        answered(Direction.SENDRECV);
        for (int i = 0; i < 100; i++) {
            leg.play(frame(3, i * 20, 0x11));
        }
        leg.mark("end");
        caller.receiveUntil(packet -> packet.payload()[0] == 0x11);
        caller.receive(9);

        // When
        leg.clear();
        await().until(() -> listener.events.size() == 2);
        int waiting = caller.discardWaiting();

        // Then: what left before the clear is all that is not silence
        assertThat(listener.events.get(0)).matches("cleared 3 \\d+").isNotEqualTo("cleared 3 2000");
        long playedMs = Long.parseLong(listener.events.get(0).split(" ", -1)[2]);
        assertThat(playedMs).isBetween(200L, 200L + 20L * (waiting + 1));
        assertThat(listener.events.get(1)).isEqualTo("mark end");
        assertThat(caller.receive(5))
                .allSatisfy(packet -> assertThat(packet.payload()).containsOnly(G711.ULAW_SILENCE));
    }

    @Test
    void aMarkIsReportedAfterItsAudio() throws IOException {
        // Given
        answered(Direction.SENDRECV);

        // When
        leg.play(frame(1, 0, 0x11));
        leg.mark("played");

        // Then
        await().untilAsserted(() -> assertThat(listener.events).containsExactly("mark played"));
        assertThat(caller.receiveUntil(packet -> packet.payload()[0] == 0x11).payload())
                .hasSize(160);
    }

    @Test
    void aKeyIsReportedOnceAtItsFirstPacketAmidLossAndRepeats() throws IOException {
        // Given
        answered(Direction.SENDRECV);
        caller.sendAudio(payload(1));

        // When: only the first packet so far
        caller.sendKeyPacket(new TelephoneEvent(5, false, 10, 160), 8000);

        // Then
        await().untilAsserted(() -> assertThat(listener.events).containsExactly("digit 5"));

        // When: repeats, the end three times, and a second key of which only an end arrives
        for (int i = 0; i < 3; i++) {
            caller.sendKeyPacket(new TelephoneEvent(5, true, 10, 800), 8000);
        }
        caller.sendKeyPacket(new TelephoneEvent(11, true, 10, 800), 9600);

        // Then
        await().untilAsserted(() -> assertThat(listener.events).containsExactly("digit 5", "digit #"));
    }

    @Test
    void keysBeforeTheAnswerAreNotReported() throws IOException {
        // Given
        leg.negotiated(agreement(caller.address(), Codec.PCMU, 20, Direction.SENDRECV));

        // When
        caller.sendKeyPacket(new TelephoneEvent(5, true, 10, 800), 8000);
        caller.sendAudio(payload(1));
        leg.startSending();
        caller.receiveUntil(packet -> packet.payloadType() == 0); // the loop has seen the start
        caller.sendKeyPacket(new TelephoneEvent(6, true, 10, 800), 9600);

        // Then: the loop may have read the first packets only after the start, but never reports a key twice
        await().untilAsserted(() -> assertThat(listener.events).endsWith("digit 6"));
    }

    @Test
    void ourKeysGoOutAsEvents() throws IOException {
        // Given
        answered(Direction.SENDRECV);

        // When
        leg.sendDigits("4#");
        RtpPacket first = caller.receiveUntil(packet -> packet.payloadType() == 101);
        RtpPacket second =
                caller.receiveUntil(packet -> packet.payloadType() == 101 && packet.timestamp() != first.timestamp());

        // Then
        assertThat(first.marker()).isTrue();
        assertThat(TelephoneEvent.parse(first.payload()).key()).isEqualTo('4');
        assertThat(second.marker()).isTrue();
        assertThat(TelephoneEvent.parse(second.payload()).key()).isEqualTo('#');
    }

    @Test
    void audioFollowsACallerBehindANatButNotAnIntruder() throws IOException {
        // Given: the announced address is not where the caller's packets come from
        try (RtpPeer announced = new RtpPeer(leg.localPort());
                RtpPeer intruder = new RtpPeer(leg.localPort())) {
            leg.negotiated(agreement(announced.address(), Codec.PCMU, 20, Direction.SENDRECV));
            leg.startSending();
            announced.receive();

            // When
            caller.sendAudio(payload(1));
            caller.sendAudio(payload(2));

            // Then: and so long that the window for moving is over
            caller.receive(20);

            // When
            intruder.ssrc = 0x666;
            for (int i = 0; i < 20; i++) {
                intruder.sendAudio(payload(0x66));
                caller.sendAudio(payload(3));
                caller.receive();
            }

            // Then
            assertThat(intruder.hearsNothingFor(100)).isTrue();
            assertThat(listener.frames).noneMatch(frame -> frame.payload()[0] == 0x66);
        }
    }

    @Test
    void aNewSsrcOfTheCallerIsANewStream() throws IOException {
        // Given
        answered(Direction.SENDRECV);
        caller.sendAudio(payload(1));
        caller.sendKeyPacket(new TelephoneEvent(5, true, 10, 800), 8000);

        // When
        caller.ssrc++;
        caller.sequence = 4;
        caller.timestamp = 77;
        caller.sendAudio(payload(2));
        caller.sendKeyPacket(new TelephoneEvent(5, true, 10, 800), 8000);

        // Then
        await().untilAsserted(() -> {
            assertThat(listener.framesFromCaller())
                    .extracting(frame -> (int) frame.payload()[0])
                    .containsExactly(1, 2);
            assertThat(listener.events).containsExactly("digit 5", "digit 5");
        });
    }

    @Test
    void malformedPacketsAreDroppedAndTheCallGoesOn() throws IOException {
        // Given
        answered(Direction.SENDRECV);
        Random random = new Random(7);

        // When
        for (int i = 0; i < 100; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            caller.sendRaw(noise);
            caller.sendRaw(noise, leg.localPort() + 1);
        }
        caller.sendRaw(new byte[1400]);

        // Then: sent again and again, for the system itself drops packets of such a burst
        await().untilAsserted(() -> {
            caller.sendAudio(payload(42));
            assertThat(listener.framesFromCaller()).anyMatch(frame -> frame.payload()[0] == 42);
        });
        caller.receive(3);
    }

    @Test
    void packetsFollowTheAgreedLengthAndLaw() throws IOException {
        // Given: the worker was told µ-law, the caller wants A-law in packets of 30 ms
        leg.streamCodec(Codec.PCMU);
        leg.negotiated(agreement(caller.address(), Codec.PCMA, 30, Direction.SENDRECV));
        byte ulaw = G711.encodeUlaw((short) 8000);
        for (int i = 0; i < 3; i++) {
            leg.play(frame(1, i * 20, ulaw));
        }

        // When
        leg.startSending();
        List<RtpPacket> packets = caller.receive(3);

        // Then
        byte alaw = G711.ulawToAlaw(new byte[] {ulaw})[0];
        assertThat(packets).allMatch(packet -> packet.payload().length == 240 && packet.payloadType() == 8);
        assertThat(packets.get(0).payload()).containsOnly(alaw);
        assertThat(packets.get(1).payload()).containsOnly(alaw);
        assertThat(packets.get(2).payload()).containsOnly(G711.ALAW_SILENCE);
        assertThat(packets.get(1).timestamp() - packets.get(0).timestamp()).isEqualTo(240);

        // And: what he says arrives in the worker's law
        caller.send(new RtpPacket(false, 8, 1, 1, 5, payload(alaw)));
        await().untilAsserted(() -> assertThat(listener.framesFromCaller())
                .anySatisfy(frame -> assertThat(frame.payload()).containsOnly(G711.alawToUlaw(new byte[] {alaw})[0])));
    }

    @Test
    void packetsOfTheCodecBeforeAChangeAreStillHeard() throws IOException {
        // Given
        answered(Direction.SENDRECV);
        byte alaw = G711.encodeAlaw((short) 8000);

        // When: A-law although µ-law was agreed, then a type that no one knows
        caller.send(new RtpPacket(false, 8, 1, 160, 5, payload(alaw)));
        caller.send(new RtpPacket(false, 97, 2, 320, 5, payload(1)));
        caller.send(new RtpPacket(false, 0, 2, 320, 5, payload(2)));

        // Then
        await().untilAsserted(() -> assertThat(listener.framesFromCaller())
                .extracting(frame -> frame.payload()[0])
                .containsExactly(G711.alawToUlaw(new byte[] {alaw})[0], (byte) 2));
    }

    @Test
    void onHoldTheWireIsQuietAndTheModelHearsSilence() throws IOException {
        // Given
        answered(Direction.SENDRECV);

        // When: he sends music on hold that we do not listen to
        leg.negotiated(agreement(caller.address(), Codec.PCMU, 20, Direction.INACTIVE));
        await().until(() -> caller.discardWaiting() == 0);
        caller.sendAudio(payload(7));
        int frames = listener.frames.size();

        // Then
        assertThat(caller.hearsNothingFor(200)).isTrue();
        await().until(() -> listener.frames.size() > frames + 5);
        assertThat(listener.framesFromCaller()).isEmpty();

        // When
        leg.negotiated(agreement(caller.address(), Codec.PCMU, 20, Direction.SENDRECV));

        // Then
        assertThat(caller.receive().marker()).isTrue();
        caller.sendAudio(payload(8));
        await().untilAsserted(() -> assertThat(listener.framesFromCaller()).hasSize(1));
    }

    private void answered(Direction direction) throws IOException {
        leg.negotiated(agreement(caller.address(), Codec.PCMU, 20, direction));
        leg.startSending();
        if (direction.sends()) {
            caller.receive();
        }
    }

    static NegotiatedAudio agreement(InetSocketAddress remote, Codec codec, int ptimeMs, Direction direction) {
        return new NegotiatedAudio(remote, codec, codec.offeredPayloadType, 101, ptimeMs, direction);
    }

    static AudioFrame frame(int item, int offsetMs, int value) {
        return new AudioFrame(0, item, offsetMs, false, payload(value));
    }

    static byte[] payload(int value) {
        byte[] payload = new byte[160];
        Arrays.fill(payload, (byte) value);
        return payload;
    }
}
