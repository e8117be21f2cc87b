// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import java.util.Arrays;

/** Which of the two laws of ITU-T G.711 a call speaks. */
public enum CompandingLaw {
    ULAW(G711.ULAW_SILENCE),
    ALAW(G711.ALAW_SILENCE);

    /** Bytes of 20 ms at 8 kHz. */
    public static final int FRAME_BYTES = 160;

    private static final String ALAW_MEDIA_TYPE = "audio/x-alaw";

    public final byte silence;

    CompandingLaw(byte silence) {
        this.silence = silence;
    }

    /** @param encoding {@code start.mediaFormat.encoding}; anything but A-law is µ-law, as on a Twilio stream */
    public static CompandingLaw of(String encoding) {
        return ALAW_MEDIA_TYPE.equals(encoding) ? ALAW : ULAW;
    }

    public byte[] encode(short[] pcm) {
        return this == ALAW ? G711.encodeAlaw(pcm) : G711.encodeUlaw(pcm);
    }

    public short[] decode(byte[] g711) {
        return this == ALAW ? G711.decodeAlaw(g711) : G711.decodeUlaw(g711);
    }

    /** {@code ms} milliseconds of digital silence. */
    public byte[] silence(int ms) {
        byte[] bytes = new byte[ms * G711.SAMPLE_RATE / 1000];
        Arrays.fill(bytes, silence);
        return bytes;
    }
}
