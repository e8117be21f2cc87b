// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import java.io.IOException;
import java.nio.file.Path;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** A recorded call, 16-bit mono PCM, in windows of 20 ms. */
final class Recording {
    private static final int VOICED_RMS = 200;

    private final short[] samples;
    private final int window;

    private Recording(short[] samples, int rate) {
        this.samples = samples;
        this.window = rate / 50;
    }

    static Recording of(Path wav) throws IOException {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(wav.toFile())) {
            byte[] bytes = in.readAllBytes();
            short[] samples = new short[bytes.length / 2];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) ((bytes[2 * i] & 0xff) | (bytes[2 * i + 1] << 8));
            }
            return new Recording(samples, (int) in.getFormat().getSampleRate());
        } catch (UnsupportedAudioFileException e) {
            throw new IOException(wav + " is no WAV file", e);
        }
    }

    double voicedSeconds() {
        int voiced = 0;
        for (int start = 0; start + window <= samples.length; start += window) {
            double energy = 0;
            for (int i = start; i < start + window; i++) {
                energy += samples[i] * (double) samples[i];
            }
            if (Math.sqrt(energy / window) > VOICED_RMS) {
                voiced++;
            }
        }
        return voiced / 50.0;
    }
}
