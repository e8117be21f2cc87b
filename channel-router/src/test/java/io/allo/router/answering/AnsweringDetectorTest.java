// SPDX-License-Identifier: Apache-2.0
package io.allo.router.answering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.allo.audio.CompandingLaw;
import io.allo.audio.Resampler;
import io.allo.router.answering.AnsweringDetector.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spoken greetings of people and machines, by the real espeak-ng, through A-law and the noise of a line. */
class AnsweringDetectorTest {
    private static final int WAV_HEADER = 44;
    private static final int ESPEAK_RATE = 22_050;
    private static final AnsweringRules RULES = new AnsweringRules(
            Duration.ofSeconds(3),
            Duration.ofMillis(3500),
            Duration.ofMillis(700),
            Duration.ofSeconds(45),
            MachinePolicy.HANG_UP,
            null);

    @BeforeAll
    static void espeakIsInstalled() {
        boolean installed;
        try {
            installed = espeak("fr", "Oui.").length > 0;
        } catch (IOException e) {
            installed = false;
        }
        assumeTrue(installed || "true".equals(System.getenv("CI")), "espeak-ng is not installed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fr | Allô ?",
                "fr | Oui, bonjour ?",
                "fr | Sophie Martin, bonjour.",
                "fr | Pizzeria Roma, bonjour, que puis-je faire pour vous ?",
                "en-gb | Hello?",
                "en-gb | Hi, this is John speaking."
            })
    void peopleAreHuman(String voice, String words) throws IOException {
        assertThat(verdicts(espeak(voice, words))).containsExactly(Verdict.LISTENING, Verdict.HUMAN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fr | Bonjour, vous êtes bien chez Sophie et Marc, nous ne sommes pas là pour le moment, laissez un message après le signal sonore et nous vous rappellerons.",
                "fr | Vous êtes bien sur la messagerie vocale du zéro six douze trente-quatre, votre correspondant n'est pas disponible, veuillez laisser un message après le bip.",
                "en-gb | Hello, you have reached the voicemail of John Smith, I cannot come to the phone right now, please leave a message after the tone and I will call you back."
            })
    void machinesAreMachinesAndRecordAfterTheBeep(String voice, String words) throws IOException {
        assertThat(verdicts(espeak(voice, words), pause(400), beep(1000, 350)))
                .containsExactly(Verdict.LISTENING, Verdict.MACHINE, Verdict.RECORDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {440, 850, 1400, 2000})
    void aMachineThatOnlyBeepsIsFoundOut(int hz) {
        assertThat(verdicts(pause(500), beep(hz == 2000 ? 1950 : hz, 500)))
                .containsExactly(Verdict.LISTENING, Verdict.RECORDS);
    }

    @Test
    void aHummingLineIsNobody() {
        short[] hum = new short[8 * 4000];
        for (int i = 0; i < hum.length; i++) {
            hum[i] = (short) (300 * Math.sin(2 * Math.PI * 440 * i / 8000));
        }
        assertThat(verdicts(hum)).containsExactly(Verdict.LISTENING, Verdict.UNKNOWN);
    }

    private static short[] espeak(String voice, String words) throws IOException {
        Process program = new ProcessBuilder("espeak-ng", "-v", voice, "-a", "60", "--stdout", words).start();
        byte[] wav = program.getInputStream().readAllBytes();
        short[] pcm = new short[(wav.length - WAV_HEADER) / 2];
        ByteBuffer.wrap(wav, WAV_HEADER, 2 * pcm.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(pcm);
        return new Resampler(ESPEAK_RATE, 8000).resample(pcm);
    }

    private static short[] pause(int ms) {
        return new short[8 * ms];
    }

    private static short[] beep(int hz, int ms) {
        short[] pcm = new short[8 * ms];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (5000 * Math.sin(2 * Math.PI * hz * i / 8000));
        }
        return pcm;
    }

    /** What the detector says, one after the other, over half a second of noise, the sounds, and a second and a half of noise. */
    private static List<Verdict> verdicts(short[]... sounds) {
        List<Short> line = new ArrayList<>();
        add(line, pause(500));
        for (short[] sound : sounds) {
            add(line, sound);
        }
        add(line, pause(1500));
        Random noise = new Random(11);
        AnsweringDetector detector = new AnsweringDetector(RULES);
        List<Verdict> verdicts = new ArrayList<>();
        for (int at = 0; at + 160 <= line.size(); at += 160) {
            short[] frame = new short[160];
            for (int i = 0; i < frame.length; i++) {
                frame[i] = (short) (line.get(at + i) + noise.nextInt(61) - 30);
            }
            Verdict now = detector.next(CompandingLaw.ALAW.decode(CompandingLaw.ALAW.encode(frame)), false);
            if (verdicts.isEmpty() || verdicts.getLast() != now) {
                verdicts.add(now);
            }
        }
        return verdicts;
    }

    private static void add(List<Short> line, short[] sound) {
        for (short sample : sound) {
            line.add(sample);
        }
    }
}
