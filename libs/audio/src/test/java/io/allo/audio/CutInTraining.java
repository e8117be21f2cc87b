// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import io.allo.audio.CutInSet.Item;
import io.allo.audio.CutInSet.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Fits the coefficients of {@link CutInModel} to the tuning set and prints them: {@code mvn -pl libs/audio test
 * -Dtest=CutInTraining}. Nothing is random: the same numbers in every run on the same espeak-ng.
 */
class CutInTraining {
    private static final Logger LOG = Logger.getLogger(CutInTraining.class.getName());
    private static final int FRAME_MS = 20;
    private static final int LONGEST_GAP_MS = 400;
    private static final double QUIETEST_DBOV = -42;
    private static final double RIDGE = 5;
    private static final int ROUNDS = 15;

    private final List<Sample> voice = new ArrayList<>();
    private final List<Sample> extent = new ArrayList<>();

    private record Sample(double[] inputs, boolean yes, double weight) {}

    @Test
    void coefficients() throws IOException {
        SyntheticSpeech.needed();
        for (Item item : CutInSet.make(CutInRecipe.tuning())) {
            collect(item);
        }
        LOG.info("VOICE " + text(fit(voice)));
        LOG.info("EXTENT " + text(fit(extent)));
    }

    /** As the detector hears it, but nothing is ever decided. */
    private void collect(Item item) {
        CutInLine line = new CutInLine(item);
        SpeechDetector detector = new SpeechDetector(QUIETEST_DBOV);
        CutInEvidence evidence = new CutInEvidence();
        int gapMs = LONGEST_GAP_MS;
        int pausedMs = 0;
        boolean speech = false;
        while (line.next()) {
            detector.played(line.fromAgent());
            short[] heard = line.fromCaller();
            boolean before = speech;
            speech = detector.next(heard);
            if (detector.sounding() && gapMs >= LONGEST_GAP_MS) {
                evidence.reset();
            }
            gapMs = detector.sounding() ? 0 : gapMs + FRAME_MS;
            if (gapMs < LONGEST_GAP_MS) {
                evidence.next(heard, detector);
            }
            if (speech != before) {
                line.pause(speech);
                pausedMs = 0;
            } else if (speech) {
                pausedMs += FRAME_MS;
                sample(item.kind(), evidence, detector.sounding(), pausedMs, line.ms());
            }
        }
    }

    private void sample(Kind kind, CutInEvidence evidence, boolean sounding, int pausedMs, int ms) {
        boolean words = kind == Kind.INTERRUPTION || kind == Kind.SIGN;
        if (words && ms < 0) {
            return;
        }
        if (pausedMs >= 60 && pausedMs <= 800) {
            double[] inputs = new double[CutInEvidence.VOICE_INPUTS];
            evidence.voice(inputs);
            voice.add(new Sample(inputs, words, words ? 1 : 2));
        }
        if (words && sounding && pausedMs >= 100 && pausedMs <= 640) {
            double[] inputs = new double[CutInEvidence.EXTENT_INPUTS];
            evidence.extent(inputs);
            boolean more = kind == Kind.INTERRUPTION;
            extent.add(new Sample(inputs, more, more ? 1 : 1.5));
        }
    }

    /** Logistic regression by Newton's method, with a ridge on inputs of the same spread; the first input is always one. */
    private static double[] fit(List<Sample> samples) {
        int size = samples.getFirst().inputs().length;
        double[] mean = new double[size];
        double[] spread = new double[size];
        spread[0] = 1;
        for (int i = 1; i < size; i++) {
            int at = i;
            mean[i] =
                    samples.stream().mapToDouble(s -> s.inputs()[at]).average().orElse(0);
            double square = samples.stream()
                    .mapToDouble(s -> Math.pow(s.inputs()[at] - mean[at], 2))
                    .average()
                    .orElse(1);
            spread[i] = Math.max(1e-9, Math.sqrt(square));
        }
        double[] weights = new double[size];
        for (int round = 0; round < ROUNDS; round++) {
            step(samples, mean, spread, weights);
        }
        double[] plain = new double[size];
        plain[0] = weights[0];
        for (int i = 1; i < size; i++) {
            plain[i] = weights[i] / spread[i];
            plain[0] -= weights[i] * mean[i] / spread[i];
        }
        return plain;
    }

    private static void step(List<Sample> samples, double[] mean, double[] spread, double[] weights) {
        int size = weights.length;
        double[][] system = new double[size][size + 1];
        for (int i = 1; i < size; i++) {
            system[i][i] = RIDGE;
            system[i][size] = -RIDGE * weights[i];
        }
        double[] z = new double[size];
        for (Sample sample : samples) {
            double sum = 0;
            for (int i = 0; i < size; i++) {
                z[i] = (sample.inputs()[i] - mean[i]) / spread[i];
                sum += weights[i] * z[i];
            }
            double likely = 1 / (1 + Math.exp(-sum));
            double doubt = sample.weight() * likely * (1 - likely);
            double missing = sample.weight() * ((sample.yes() ? 1 : 0) - likely);
            for (int i = 0; i < size; i++) {
                system[i][size] += missing * z[i];
                for (int j = 0; j < size; j++) {
                    system[i][j] += doubt * z[i] * z[j];
                }
            }
        }
        double[] change = solved(system);
        for (int i = 0; i < size; i++) {
            weights[i] += change[i];
        }
    }

    /** Gauss and Jordan; the matrix is positive definite. */
    private static double[] solved(double[][] system) {
        int size = system.length;
        for (int row = 0; row < size; row++) {
            for (int other = 0; other < size; other++) {
                double factor = system[other][row] / system[row][row];
                for (int i = row; other != row && i <= size; i++) {
                    system[other][i] -= factor * system[row][i];
                }
            }
        }
        double[] solution = new double[size];
        for (int i = 0; i < size; i++) {
            solution[i] = system[i][size] / system[i][i];
        }
        return solution;
    }

    private static String text(double[] weights) {
        return Arrays.stream(weights)
                .mapToObj(weight -> String.format(Locale.ROOT, "%.3f", weight))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
