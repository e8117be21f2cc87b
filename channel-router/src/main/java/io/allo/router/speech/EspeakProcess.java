// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.audio.G711;
import io.allo.audio.PcmFrames;
import io.allo.audio.Resampler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * One run of espeak-ng: a sentence goes in by stdin (never as an argument: words of people stay out of the process list), a
 * WAV comes out. espeak-ng writes the header before it knows the length (0x7ffff000), so the stream's end is the sound's
 * end. Blocks its thread for the run, some 40 ms a sentence; killed after a time.
 */
final class EspeakProcess {
    private static final int HEADER_BYTES = 44;
    private static final int SAMPLE_RATE_OFFSET = 24;
    /** A minute of speech at 22 050 Hz: more is no sentence. */
    private static final int MAX_BYTES = 60 * 22_050 * 2;

    private final String program;
    private final int wordsPerMinute;
    private final Duration timeout;

    EspeakProcess(String program, int wordsPerMinute, Duration timeout) {
        this.program = program;
        this.wordsPerMinute = wordsPerMinute;
        this.timeout = timeout;
    }

    /** True when the program is there and answers. Blocks. */
    boolean installed() {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Speaks; the result is 8 kHz PCM at a telephone's level, without silence at its edges. Blocks. */
    short[] speak(String sentence, String language) throws IOException {
        Process process = new ProcessBuilder(command(language))
                .redirectError(ProcessBuilder.Redirect.DISCARD) // an undrained pipe would stop it
                .start();
        endLate(process);
        try (OutputStream words = process.getOutputStream()) {
            words.write(plain(sentence).getBytes(UTF_8));
        }
        byte[] wav;
        try (InputStream sound = process.getInputStream()) {
            wav = sound.readNBytes(MAX_BYTES);
        } finally {
            process.destroyForcibly();
        }
        if (wav.length <= HEADER_BYTES) {
            throw new IOException("espeak-ng gave " + wav.length + " bytes, expected a WAV");
        }
        int rate = (wav[SAMPLE_RATE_OFFSET] & 0xFF) | (wav[SAMPLE_RATE_OFFSET + 1] & 0xFF) << 8;
        if (rate < G711.SAMPLE_RATE) {
            throw new IOException("espeak-ng gave no WAV: a sample rate of " + rate);
        }
        return Loudness.telephone(resampled(wav, rate));
    }

    /** A hung program blocks the read of its output: ending it ends the read. Its handle leaves the streams alone. */
    private void endLate(Process process) {
        process.onExit().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            process.toHandle().destroyForcibly();
            return process;
        });
    }

    private List<String> command(String language) {
        return List.of(
                program,
                "--stdin",
                "--stdout",
                "-b",
                "1",
                "-z",
                "-s",
                Integer.toString(wordsPerMinute),
                "-v",
                voice(language));
    }

    /** The primary tag is espeak-ng's voice name; anything else than letters never reaches the command line. */
    private static String voice(String language) {
        String primary = Locale.forLanguageTag(language).getLanguage();
        return primary.isEmpty() ? "en" : primary;
    }

    /** Control characters are espeak-ng commands and {@code [[…]]} are phonemes: a model's text must not contain either. */
    private static String plain(String sentence) {
        return sentence.replaceAll("\\p{Cntrl}", " ").replace("[[", "[").replace("]]", "]");
    }

    private static short[] resampled(byte[] wav, int rate) {
        byte[] samples = Arrays.copyOfRange(wav, HEADER_BYTES, wav.length);
        Resampler resampler = new Resampler(rate, G711.SAMPLE_RATE);
        short[] body = resampler.resample(PcmFrames.fromLittleEndian(samples));
        short[] tail = resampler.flush();
        short[] pcm = Arrays.copyOf(body, body.length + tail.length);
        System.arraycopy(tail, 0, pcm, body.length, tail.length);
        return pcm;
    }
}
