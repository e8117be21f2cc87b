// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Speech by espeak-ng, at 8 kHz through A-law, as it comes from a telephone line. */
final class SyntheticSpeech {
    /** Voice and pitch: low and high, men's and women's. */
    static final List<String> VOICES =
            List.of("fr 10", "fr+f2 60", "fr+f4 85", "fr+m3 30", "en 20", "en-us 50", "en+f3 70", "en+m7 35");

    private static final String FRENCH = """
            Bonjour, ici le restaurant. Je voudrais commander deux pizzas aux quatre fromages et une bouteille d'eau, s'il vous
            plaît. Mon numéro est le zéro un, vingt-trois, quarante-cinq, soixante-sept, quatre-vingt-neuf. À quelle heure
            pouvez-vous livrer ? Nous sommes ouverts tous les jours de onze heures à vingt-deux heures trente, sauf le lundi.
            Voulez-vous réserver une table pour six personnes vendredi soir ? Il y a une petite attente, ne quittez pas.
            """;
    private static final String ENGLISH = """
            Good evening, you have reached the restaurant. I would like to order two pizzas with four kinds of cheese, and a
            bottle of water, please. My number is zero one, twenty-three, forty-five, sixty-seven, eighty-nine. When could you
            deliver? We are open every day from eleven to half past ten, except on Mondays. Would you like a table for six
            people on Friday night? There is a short wait, please hold the line. Who is it who wants to know, you or me?
            """;
    private static final int ESPEAK_RATE = 22_050;
    private static final int WAV_HEADER = 44;

    private SyntheticSpeech() {}

    /** Skips the test where espeak-ng is missing, but not in CI. */
    static void needed() {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "espeak-ng")));
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(there, "espeak-ng is missing: apt-get install espeak-ng");
        }
        assertThat(there).as("espeak-ng is installed in CI").isTrue();
    }

    /** @param voice one of {@link #VOICES} */
    static short[] say(String voice, int times) throws IOException {
        return say(voice, 175, (voice.startsWith("fr") ? FRENCH : ENGLISH).repeat(times));
    }

    /** @param speed words a minute; 175 is usual */
    static short[] say(String voice, int speed, String text) throws IOException {
        String[] words = voice.split(" ");
        Process espeak = new ProcessBuilder(
                        "espeak-ng",
                        "-v",
                        words[0],
                        "-p",
                        words[1],
                        "-s",
                        Integer.toString(speed),
                        "--stdout",
                        "--stdin")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = espeak.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] wav = espeak.getInputStream().readAllBytes();
        short[] pcm = PcmFrames.fromLittleEndian(Arrays.copyOfRange(wav, WAV_HEADER, wav.length));
        return G711.decodeAlaw(G711.encodeAlaw(new Resampler(ESPEAK_RATE, G711.SAMPLE_RATE).resample(pcm)));
    }

    /** Keys that the detector finds in it. */
    static String keysIn(short[] pcm) {
        StringBuilder keys = new StringBuilder();
        DtmfDetector detector = new DtmfDetector();
        for (int at = 0; at + 160 <= pcm.length; at += 160) {
            char key = detector.hear(Arrays.copyOfRange(pcm, at, at + 160));
            if (key != DtmfDetector.NONE) {
                keys.append(key);
            }
        }
        return keys.toString();
    }
}
