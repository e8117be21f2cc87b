// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.audio.G711;
import io.allo.audio.PcmFrames;
import io.allo.audio.Resampler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Makes what the caller says: 8 kHz PCM of espeak-ng, of a WAV file (16 bit, mono, any rate), or of noise. Blocks. */
final class CallerVoice {
    private static final int HEADER_BYTES = 44;
    private static final int RATE_OFFSET = 24;
    private static final int LARGEST = 16 << 20;
    private static final int SAMPLES_PER_MS = G711.SAMPLE_RATE / 1000;

    private CallerVoice() {}

    static short[] of(Step.Words words, Scenario scenario) {
        try {
            return words.file()
                    ? file(scenario.folder().resolve(words.text()))
                    : spoken(words.text(), scenario.language());
        } catch (IOException e) {
            throw new ScenarioFailure("cannot say '" + words.text() + "': " + e.getMessage(), e);
        }
    }

    /** The same noise every time. */
    static short[] noise(Duration length, double dbov) {
        double amplitude = 32768 * Math.pow(10, dbov / 20);
        Random random = new Random(7);
        short[] pcm = new short[Math.toIntExact(length.toMillis() * SAMPLES_PER_MS)];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.clamp(Math.round(random.nextGaussian() * amplitude), -32768, 32767);
        }
        return pcm;
    }

    /** espeak-ng writes its header before it knows the length, so the stream's end is the sound's end. */
    private static short[] spoken(String text, String language) throws IOException {
        String voice = Locale.forLanguageTag(language).getLanguage();
        Process process = new ProcessBuilder(
                        "espeak-ng", "--stdin", "--stdout", "-b", "1", "-z", "-s", "150", "-v", voice)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(text.getBytes(UTF_8));
        }
        byte[] wav;
        try (InputStream out = process.getInputStream()) {
            wav = out.readNBytes(LARGEST);
        } finally {
            process.destroyForcibly();
        }
        if (wav.length <= HEADER_BYTES) {
            throw new IOException("espeak-ng gave no sound");
        }
        int rate = (wav[RATE_OFFSET] & 0xFF) | (wav[RATE_OFFSET + 1] & 0xFF) << 8;
        return telephone(Arrays.copyOfRange(wav, HEADER_BYTES, wav.length), rate);
    }

    private static short[] file(Path path) throws IOException {
        if (Files.size(path) > LARGEST) {
            throw new IOException("larger than 16 MB");
        }
        try (AudioInputStream in =
                AudioSystem.getAudioInputStream(new ByteArrayInputStream(Files.readAllBytes(path)))) {
            AudioFormat format = in.getFormat();
            if (format.getChannels() != 1 || format.getSampleSizeInBits() != 16 || format.isBigEndian()) {
                throw new IOException("expected a WAV of 16 bit, mono");
            }
            return telephone(in.readAllBytes(), (int) format.getSampleRate());
        } catch (UnsupportedAudioFileException e) {
            throw new IOException("is no WAV", e);
        }
    }

    private static short[] telephone(byte[] bytes, int rate) {
        short[] pcm = PcmFrames.fromLittleEndian(Arrays.copyOf(bytes, bytes.length & ~1));
        if (rate == G711.SAMPLE_RATE) {
            return pcm;
        }
        Resampler resampler = new Resampler(rate, G711.SAMPLE_RATE);
        short[] body = resampler.resample(pcm);
        short[] tail = resampler.flush();
        short[] all = Arrays.copyOf(body, body.length + tail.length);
        System.arraycopy(tail, 0, all, body.length, tail.length);
        return all;
    }
}
