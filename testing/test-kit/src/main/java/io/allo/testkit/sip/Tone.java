// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.sip;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * What a telephone sends.
 *
 * @param amplitude of 32,767
 */
public record Tone(int hz, int amplitude) {
    /** Too low to be taken for speech. */
    public static final Tone FAINT = new Tone(440, 300);

    private static final int RATE = 8000;
    /** baresip hangs up when its source file ends, so it is longer than any test. */
    private static final int SECONDS = 180;

    /** A tone of -12 dBFS. */
    public static Tone loud(int hz) {
        return new Tone(hz, 8231);
    }

    void write(Path wav) throws IOException {
        byte[] samples = new byte[2 * RATE * SECONDS];
        for (int i = 0; i < samples.length / 2; i++) {
            int sample = (int) (amplitude * Math.sin(2 * Math.PI * hz * i / RATE));
            samples[2 * i] = (byte) sample;
            samples[2 * i + 1] = (byte) (sample >> 8);
        }
        var format = new AudioFormat(RATE, 16, 1, true, false);
        try (var stream = new AudioInputStream(new ByteArrayInputStream(samples), format, samples.length / 2)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, wav.toFile());
        }
    }
}
