// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.audio.PcmFrames;
import io.allo.audio.Resampler;
import io.allo.audio.ToneGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;

/**
 * An answering machine: what it announces (by espeak-ng, in French), its beep, and then it listens.
 *
 * @param announcement in one breath: a machine makes no pause for an answer
 */
public record AnsweringMachine(String announcement) implements Sending {
    private static final int HEADER_BYTES = 44;
    private static final int RATE_OFFSET = 24;
    private static final Duration BEEP = Duration.ofMillis(600);
    private static final int BEEP_HZ = 1000;

    @Override
    public short[] sound() throws IOException {
        short[] words = spoken();
        short[] beep = ToneGenerator.sine(BEEP_HZ, BEEP, -12);
        short[] all = new short[RATE * SECONDS];
        int pause = RATE / 2;
        System.arraycopy(words, 0, all, pause, words.length);
        System.arraycopy(beep, 0, all, pause + words.length + pause, beep.length);
        return all;
    }

    private short[] spoken() throws IOException {
        Process process = new ProcessBuilder("espeak-ng", "--stdin", "--stdout", "-b", "1", "-z", "-v", "fr")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(announcement.getBytes(UTF_8));
        }
        byte[] wav = process.getInputStream().readAllBytes();
        int rate = (wav[RATE_OFFSET] & 0xFF) | (wav[RATE_OFFSET + 1] & 0xFF) << 8;
        byte[] sound = Arrays.copyOfRange(wav, HEADER_BYTES, wav.length & ~1);
        return new Resampler(rate, RATE).resample(PcmFrames.fromLittleEndian(sound));
    }
}
