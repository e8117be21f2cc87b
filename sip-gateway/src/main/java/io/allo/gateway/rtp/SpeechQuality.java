// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

/**
 * The E-model of ITU-T G.107 with its default values, reduced to what a telephone's end can measure: delay and loss.
 *
 * <p>R = 93.2 - Id - Ie,eff. Id is the usual linear form of G.107's delay impairment. Ie,eff = 95 * loss / (loss + Bpl) with
 * loss in percent, Ie = 0 and Bpl = 25.1: G.711 with concealment, random loss (G.113 appendix I). G.722 and Opus are judged
 * the same, as they are heard at 8 kHz here.
 */
public final class SpeechQuality {
    private static final double BEST = 93.2;
    private static final double LOSS_ROBUSTNESS = 25.1;
    /** Above this one-way delay people begin to interrupt each other. */
    private static final double NOTICEABLE_DELAY_MS = 177.3;

    private SpeechQuality() {}

    /**
     * @param lossRate 0 to 1
     * @param delayMs one way, mouth to ear
     * @return mean opinion score (G.107 annex B), 1 to 4.5
     */
    public static double mos(double lossRate, double delayMs) {
        double percent = 100 * lossRate;
        double delay = 0.024 * delayMs + 0.11 * Math.max(0, delayMs - NOTICEABLE_DELAY_MS);
        double rating = BEST - delay - 95 * percent / (percent + LOSS_ROBUSTNESS);
        if (rating <= 0) {
            return 1;
        }
        return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
    }
}
