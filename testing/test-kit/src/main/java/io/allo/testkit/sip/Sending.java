// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.sip;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** What a telephone sends from the beginning of its call. */
@FunctionalInterface
public interface Sending {
    int RATE = 8000;
    /** baresip hangs up when its source file ends, so it is longer than any test. */
    int SECONDS = 180;

    /** 16 bit, mono, {@link #RATE}, {@link #SECONDS} long. */
    short[] sound() throws IOException;

    /** A file for baresip. */
    default void write(Path wav) throws IOException {
        short[] sound = sound();
        byte[] bytes = new byte[2 * sound.length];
        for (int i = 0; i < sound.length; i++) {
            bytes[2 * i] = (byte) sound[i];
            bytes[2 * i + 1] = (byte) (sound[i] >> 8);
        }
        var format = new AudioFormat(RATE, 16, 1, true, false);
        try (var stream = new AudioInputStream(new ByteArrayInputStream(bytes), format, sound.length)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, wav.toFile());
        }
    }
}
