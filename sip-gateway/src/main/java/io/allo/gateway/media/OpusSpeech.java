// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusPacketInfo;
import io.github.jaredmdobson.concentus.OpusSignal;
import java.util.Arrays;
import org.jboss.logging.Logger;

/**
 * Opus for a telephone's speech: 8 kHz mono both ways, whatever the peer's encoder uses (the decoder converts). A packet pair
 * costs about 0.12 ms of the media loop, fifteen times as much as G.711, so a loop carries some hundred such calls. One
 * stream, one thread.
 */
final class OpusSpeech {
    private static final Logger LOG = Logger.getLogger(OpusSpeech.class);
    private static final int RATE = 8000;
    private static final int BITS_PER_SECOND = 20_000;
    /** RFC 6716 section 2.1.4: from 0 to 10; higher ones are not heard in this band. */
    private static final int COMPLEXITY = 1;
    /** A packet holds at most 120 ms. */
    private static final int MAX_SAMPLES = RATE * 120 / 1000;

    /** What the decoder makes up beyond this is no speech any more. */
    private static final int MOST_RECOVERED = 3;

    private static final int MAX_PAYLOAD = 400;

    private final OpusEncoder encoder;
    private final OpusDecoder decoder;
    private final short[] decoded = new short[MOST_RECOVERED * MAX_SAMPLES];
    private final byte[] encoded = new byte[MAX_PAYLOAD];

    OpusSpeech() {
        try {
            encoder = new OpusEncoder(RATE, 1, OpusApplication.OPUS_APPLICATION_VOIP);
            decoder = new OpusDecoder(RATE, 1);
        } catch (OpusException e) {
            throw new IllegalStateException("Opus at 8 kHz", e);
        }
        encoder.setBitrate(BITS_PER_SECOND);
        encoder.setComplexity(COMPLEXITY);
        encoder.setSignalType(OpusSignal.OPUS_SIGNAL_VOICE);
    }

    /** Empty when the payload is broken: the decoder refuses in many ways, and a peer must not end the call so. */
    short[] decode(byte[] payload) {
        try {
            int samples = decoder.decode(payload, 0, payload.length, decoded, 0, MAX_SAMPLES, false);
            return Arrays.copyOf(decoded, Math.max(0, samples));
        } catch (OpusException | RuntimeException e) {
            LOG.debug("broken Opus payload", e);
            return new short[0];
        }
    }

    /**
     * Packets that were lost just before this one: the last from the redundancy that it may carry (RFC 6716 section 2.1.7), the
     * others, and all of an encoder without, as the decoder would have gone on. Before {@link #decode} of this one.
     *
     * @param samples that are missing; no more are made
     */
    short[] recover(int lost, byte[] payload, int samples) {
        try {
            int each = OpusPacketInfo.getNumSamples(payload, 0, payload.length, RATE);
            int packets = each <= 0 ? 0 : Math.min(Math.min(lost, MOST_RECOVERED), samples / each);
            for (int i = 1; i < packets; i++) {
                decoder.decode(null, 0, 0, decoded, (i - 1) * each, each, false);
            }
            if (packets > 0) {
                decoder.decode(payload, 0, payload.length, decoded, (packets - 1) * each, each, true);
            }
            return Arrays.copyOf(decoded, packets * each);
        } catch (OpusException | RuntimeException e) {
            LOG.debug("broken Opus payload", e);
            return new short[0];
        }
    }

    /** @param pcm 10, 20, 40 or 60 ms */
    byte[] encode(short[] pcm) {
        try {
            return Arrays.copyOf(encoded, encoder.encode(pcm, 0, pcm.length, encoded, 0, MAX_PAYLOAD));
        } catch (OpusException e) {
            throw new IllegalArgumentException(pcm.length + " samples of audio", e);
        }
    }
}
