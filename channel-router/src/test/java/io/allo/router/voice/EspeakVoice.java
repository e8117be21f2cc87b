// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.allo.audio.G711;
import io.allo.audio.PcmFrames;
import io.allo.audio.Resampler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Sentences by the real espeak-ng, 8 kHz; skipped by name where it is not installed, but never in CI. */
final class EspeakVoice {
    private static final int HEADER_BYTES = 44;
    private static final int RATE_OFFSET = 24;

    private EspeakVoice() {}

    static void isInstalled() {
        boolean there = Files.isExecutable(Path.of("/usr/bin/espeak-ng"));
        assumeTrue("true".equals(System.getenv("CI")) || there, "espeak-ng is not installed");
        assertThat(there).as("espeak-ng is installed in CI").isTrue();
    }

    static short[] says(String words) throws IOException {
        Process process = new ProcessBuilder(
                        "espeak-ng", "--stdin", "--stdout", "-b", "1", "-z", "-a", "180", "-v", "fr")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(words.getBytes(UTF_8));
        }
        byte[] wav = process.getInputStream().readAllBytes();
        int rate = (wav[RATE_OFFSET] & 0xFF) | (wav[RATE_OFFSET + 1] & 0xFF) << 8;
        byte[] sound = Arrays.copyOfRange(wav, HEADER_BYTES, wav.length & ~1);
        return new Resampler(rate, G711.SAMPLE_RATE).resample(PcmFrames.fromLittleEndian(sound));
    }
}
