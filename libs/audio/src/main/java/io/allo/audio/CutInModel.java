// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/**
 * Two logistic regressions over {@link CutInEvidence}: is it a voice near the telephone, and does it go on beyond a sign of listening?
 * The coefficients are what {@code CutInTraining} (in the tests) prints; they are fitted to the tuning set, never to the one that was
 * kept back. One stream, one thread; no allocation.
 */
final class CutInModel {
    /** Natural logarithm of the odds. */
    private static final double SURELY_A_VOICE = 1.0;

    private static final double SURELY_MORE_THAN_A_SIGN = 2.2;
    /** Nothing is sure after less than 240 ms. */
    private static final int SHORTEST_FRAMES = 12;

    private static final double[] VOICE = {
        -12.872, -0.847, 11.099, -13.110, -1.236, 4.260, 4.626, 2.144, 7.437, 0.544, 1.455
    };

    private static final double[] EXTENT = {
        -2.394, 1.097, 3.719, -0.638, 0.075, 1.665, -0.464, 0.559, 0.144, -2.070, 1.560, 0.153, -1.140, 0.962, 1.784,
        1.255
    };

    private final double[] voice = new double[CutInEvidence.VOICE_INPUTS];
    private final double[] extent = new double[CutInEvidence.EXTENT_INPUTS];

    /** Is it somebody's voice, and no music, no horn, nobody at another table? */
    boolean voice(CutInEvidence evidence) {
        evidence.voice(voice);
        return sum(VOICE, voice) > SURELY_A_VOICE;
    }

    /** If it is a voice: does he say more than a sign of listening? */
    boolean goesOn(CutInEvidence evidence) {
        evidence.extent(extent);
        return evidence.frames() >= SHORTEST_FRAMES && sum(EXTENT, extent) > SURELY_MORE_THAN_A_SIGN;
    }

    private static double sum(double[] weights, double[] inputs) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * inputs[i];
        }
        return sum;
    }
}
