// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** A recorded call, 16-bit mono PCM, in windows of 20 ms. */
final class Recording {
    private static final int VOICED_RMS = 200;

    private static final int HEADER_BYTES = 44;
    private static final int TELEPHONE_RATE = 8000;

    private final short[] samples;
    private final int window;

    private Recording(short[] samples, int rate) {
        this.samples = samples;
        this.window = rate / 50;
    }

    static Recording of(Path wav) throws IOException {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(wav.toFile())) {
            return new Recording(
                    samples(in.readAllBytes(), 0), (int) in.getFormat().getSampleRate());
        } catch (UnsupportedAudioFileException e) {
            throw new IOException(wav + " is no WAV file", e);
        }
    }

    /** What an 8 kHz recording has so far: the lengths in its header are written when it ends. */
    static Recording growing(Path wav) throws IOException {
        return new Recording(samples(Files.readAllBytes(wav), HEADER_BYTES), TELEPHONE_RATE);
    }

    private static short[] samples(byte[] bytes, int from) {
        short[] samples = new short[Math.max(0, bytes.length - from) / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) ((bytes[from + 2 * i] & 0xff) | (bytes[from + 2 * i + 1] << 8));
        }
        return samples;
    }

    double voicedSeconds() {
        return voicedSeconds(0);
    }

    double voicedSecondsAtTheEnd(int seconds) {
        return voicedSeconds(Math.max(0, samples.length - seconds * 50 * window));
    }

    private double voicedSeconds(int from) {
        int voiced = 0;
        for (int start = from; start + window <= samples.length; start += window) {
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
