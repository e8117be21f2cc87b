// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.audio.G711;
import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.MediaLeg;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.rtp.RtpPacket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Speech that a voice over it stops for a moment: real sockets on loopback. */
class PausedSpeechTest {
    private static final int FRAMES = 90;
    private static final int FRAME = 160;
    private static final int PAUSES = 5;

    private final RecordingListener listener = new RecordingListener();
    private final MediaEngine engine = new MediaEngine(MediaTestSettings.defaults(), new SimpleMeterRegistry());
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private MediaLeg leg;
    private RtpPeer caller;

    @BeforeEach
    void theAgentSpeaks() throws IOException {
        engine.start();
        leg = engine.open(new CallId("call-0001"), listener);
        caller = new RtpPeer(leg.localPort());
        leg.negotiated(MediaEngineTest.agreement(caller.address(), Codec.PCMU, 20, Direction.SENDRECV));
        leg.startSending();
        caller.receive();
        for (int number = 0; number < FRAMES; number++) {
            byte[] samples = Arrays.copyOfRange(ramp(), number * FRAME, (number + 1) * FRAME);
            leg.play(new AudioFrame(number, 1, number * 20, false, samples));
        }
        leg.mark("all");
    }

    @AfterEach
    void stop() {
        leg.close();
        caller.close();
        engine.stop();
    }

    /** Counts from 1 to 113 again and again, so that no two frames beside each other are the same; silence is 255. */
    private static byte[] ramp() {
        byte[] samples = new byte[FRAMES * FRAME];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i % 113 + 1);
        }
        return samples;
    }

    @Test
    void aPauseSilencesTheWireWithin60MsAndNoSampleIsLostOrHeardTwice() throws IOException {
        // Given
        hear(20);

        // When
        int quickest = FRAMES;
        for (int pause = 0; pause < PAUSES; pause++) {
            caller.receiveUntil(this::voiced);
            leg.pause();
            quickest = Math.min(quickest, untilSilence());
            leg.resume();
            hear(8);
        }
        while (heard.size() < FRAMES * FRAME) {
            hear(1);
        }

        // Then: three packets are 60 ms; the quickest, because this reader may be late itself
        assertThat(quickest).isLessThanOrEqualTo(3);
        assertThat(heard.toByteArray()).isEqualTo(ramp());
        await().untilAsserted(() -> assertThat(listener.events).containsExactly("mark all"));
    }

    /** @return packets with speech that came before five of silence */
    private int untilSilence() throws IOException {
        int voiced = 0;
        int silent = 0;
        while (silent < 5) {
            boolean speech = voiced(caller.receive());
            voiced += speech ? 1 : 0;
            silent = speech ? 0 : silent + 1;
        }
        return voiced;
    }

    private void hear(int packets) throws IOException {
        for (int i = 0; i < packets; i++) {
            caller.receiveUntil(this::voiced);
        }
    }

    private boolean voiced(RtpPacket packet) {
        boolean speech = packet.payload()[0] != G711.ULAW_SILENCE;
        if (speech) {
            heard.writeBytes(packet.payload());
        }
        return speech;
    }
}
