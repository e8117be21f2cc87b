// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Against what SpanDSP's G.722 (8 kHz mode, 64 kbit/s) makes of the same signals. */
class G722Test {
    private static final int SAMPLES = 16_000;

    @Test
    void encodesBitExactly() {
        byte[] octets = new G722.Encoder().encode(signal());
        assertThat(HexFormat.of().formatHex(Arrays.copyOf(octets, 32)))
                .isEqualTo("e0e0e0c4c4c5d0dafdf2eeecf4fcdad6d0d7dcfcf2efeffafedad7d2dbfefcf3");
        assertThat(crc(octets)).isEqualTo(0x4366893aL);
    }

    @Test
    void decodesBitExactly() {
        byte[] octets = new G722.Encoder().encode(signal());
        assertThat(crc(PcmFrames.toLittleEndian(new G722.Decoder().decode(octets))))
                .isEqualTo(0x8b13eeaaL);
    }

    @Test
    void decodesWhatNoEncoderMadeBitExactly() {
        Noise noise = new Noise(999);
        byte[] octets = new byte[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            octets[i] = (byte) noise.next();
        }
        assertThat(crc(PcmFrames.toLittleEndian(new G722.Decoder().decode(octets))))
                .isEqualTo(0xc0314d35L);
    }

    @Test
    void keepsSpeechAtTelephoneQualityInPiecesOfAnyLength() {
        // Given
        short[] tone = ToneGenerator.dual(440, 1900, java.time.Duration.ofSeconds(1), -12);
        G722.Encoder encoder = new G722.Encoder();
        G722.Decoder decoder = new G722.Decoder();
        double signal = 0;
        double error = 0;

        // When
        for (int at = 0; at + 240 <= tone.length; at += 240) {
            short[] piece = Arrays.copyOfRange(tone, at, at + 240);
            short[] back = decoder.decode(encoder.encode(piece));
            for (int i = 0; i < piece.length; i++) {
                signal += (double) piece[i] * piece[i];
                error += Math.pow(piece[i] - back[i], 2);
            }
        }

        // Then
        assertThat(10 * Math.log10(signal / error)).isGreaterThan(30);
    }

    /** A triangle of 740 Hz with noise, every other half second three times as loud. */
    private static short[] signal() {
        Noise noise = new Noise(12_345);
        short[] pcm = new short[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            int sample = Math.abs(i * 37 % 400 - 200) * 80 - 8000 + (noise.next() & 0x3FF) - 512;
            pcm[i] = (short) Math.clamp((long) sample * (i / 4000 % 2 == 0 ? 1 : 3), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return pcm;
    }

    private static final class Noise {
        private long state;

        Noise(long seed) {
            state = seed;
        }

        int next() {
            state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff;
            return (int) (state >> 16);
        }
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
