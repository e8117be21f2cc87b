// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.hearing;

import io.allo.audio.G711;
import io.allo.audio.PcmFrames;
import io.allo.audio.Resampler;
import io.vertx.core.buffer.Buffer;

/** A WAV file as Whisper likes it: PCM, 16 bits, one channel, 16 kHz. Pure functions. */
final class Wav {
    static final int RATE = 16_000;
    private static final int BYTES_PER_SAMPLE = 2;
    private static final int HEADER_BYTES = 44;

    private Wav() {}

    static Buffer ofUlaw(byte[] ulaw) {
        Resampler resampler = new Resampler(G711.SAMPLE_RATE, RATE);
        byte[] body = PcmFrames.toLittleEndian(resampler.resample(G711.decodeUlaw(ulaw)));
        byte[] rest = PcmFrames.toLittleEndian(resampler.flush());
        int data = ulaw.length * RATE / G711.SAMPLE_RATE * BYTES_PER_SAMPLE;
        int fromRest = Math.max(0, data - body.length);
        Buffer wav = Buffer.buffer(HEADER_BYTES + data);
        wav.appendString("RIFF").appendIntLE(HEADER_BYTES - 8 + data).appendString("WAVEfmt ");
        wav.appendIntLE(16).appendShortLE((short) 1).appendShortLE((short) 1);
        wav.appendIntLE(RATE).appendIntLE(RATE * BYTES_PER_SAMPLE);
        wav.appendShortLE((short) BYTES_PER_SAMPLE).appendShortLE((short) 16);
        return wav.appendString("data")
                .appendIntLE(data)
                .appendBytes(body, 0, data - fromRest)
                .appendBytes(rest, 0, fromRest);
    }
}
