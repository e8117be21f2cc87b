// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import io.allo.audio.G711;
import io.allo.contracts.media.StreamMessage.Start.MediaFormat;
import java.util.Arrays;

/** Which of the two laws of ITU-T G.711 a call speaks. */
public enum CompandingLaw {
    ULAW(G711.ULAW_SILENCE),
    ALAW(G711.ALAW_SILENCE);

    /** Bytes of 20 ms at 8 kHz. */
    public static final int FRAME_BYTES = 160;

    public final byte silence;

    CompandingLaw(byte silence) {
        this.silence = silence;
    }

    /** @param encoding {@code start.mediaFormat.encoding}; anything but A-law is µ-law, as on a Twilio stream */
    public static CompandingLaw of(String encoding) {
        return MediaFormat.ALAW.equals(encoding) ? ALAW : ULAW;
    }

    public byte[] encode(short[] pcm) {
        return this == ALAW ? G711.encodeAlaw(pcm) : G711.encodeUlaw(pcm);
    }

    /** {@code ms} milliseconds of digital silence. */
    public byte[] silence(int ms) {
        byte[] bytes = new byte[ms * G711.SAMPLE_RATE / 1000];
        Arrays.fill(bytes, silence);
        return bytes;
    }
}
