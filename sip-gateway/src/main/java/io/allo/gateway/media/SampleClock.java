// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.rtp.RtpPacket;

/** Turns RTP timestamps of any clock into samples at 8 kHz, wrapping at 32 bit like them. One thread. */
final class SampleClock {
    private static final int SAMPLE_RATE = 8000;

    private int clockRate = SAMPLE_RATE;
    private int timestamp;
    private int samples;

    int samples(RtpPacket packet, Codec codec) {
        if (codec.clockRate == clockRate) {
            samples += (packet.timestamp() - timestamp) / (clockRate / SAMPLE_RATE);
        } else {
            clockRate = codec.clockRate; // another codec: goes on from where the last one was
        }
        timestamp = packet.timestamp();
        return samples;
    }
}
