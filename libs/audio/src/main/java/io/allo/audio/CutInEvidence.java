// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/**
 * What was heard of the caller since he began to sound, as the numbers that {@link CutInModel} weighs. Fed with every frame from the
 * first sounding one on, short stops included. One stream, one thread; no allocation.
 */
final class CutInEvidence {
    /** Numbers that tell a voice near the telephone from everything else. */
    static final int VOICE_INPUTS = 11;
    /** Numbers that tell somebody who goes on from a "mhm". */
    static final int EXTENT_INPUTS = 16;

    private static final int ORDER = 4;
    private static final double LOUD_DB = 6;
    private static final double PITCHED = 0.6;
    private static final double MOST_CHANGE = 2;
    /** A change counts for some 100 ms. */
    private static final double FORGETTING = 0.8;

    private final double[] shape = new double[ORDER];
    private final double[] shapeBefore = new double[ORDER];
    private final double[] correlation = new double[ORDER + 1];
    private final double[] predictor = new double[ORDER + 1];
    private final double[] predictorBefore = new double[ORDER + 1];
    private final double[] levels = new double[4];
    private int frames;
    private int sounding;
    private int loud;
    private int pitched;
    private int steady;
    private double peak;
    private double floor;
    private double periodicity;
    private double tilt;
    private double curve;
    private double changes;
    private double lateChanges;

    /** The next frame begins something new. */
    void reset() {
        frames = 0;
        sounding = 0;
        loud = 0;
        pitched = 0;
        steady = 0;
        peak = AudioLevel.SILENCE_DBOV;
        periodicity = 0;
        tilt = 0;
        curve = 0;
        changes = 0;
        lateChanges = 0;
    }

    /** Frames since the first one that sounded. */
    int frames() {
        return frames;
    }

    /** Takes the frame that this detector has just heard. */
    void next(short[] pcm, SpeechDetector detector) {
        double level = detector.level();
        floor = detector.floor();
        System.arraycopy(levels, 0, levels, 1, levels.length - 1);
        levels[0] = level;
        peak = Math.max(peak, level);
        takeShape(pcm);
        double change = frames == 0 ? 0 : Math.min(MOST_CHANGE, distance());
        frames++;
        lateChanges *= FORGETTING;
        if (level > floor + LOUD_DB) {
            loud++;
            changes += change;
            lateChanges += change;
        }
        if (detector.sounding()) {
            sounding++;
            periodicity += detector.periodicity();
            pitched += detector.periodicity() > PITCHED ? 1 : 0;
            steady += detector.steady() ? 1 : 0;
            tilt += shape[0];
            curve += shape[1];
        }
    }

    private double distance() {
        double sum = 0;
        for (int i = 0; i < ORDER; i++) {
            sum += (shape[i] - shapeBefore[i]) * (shape[i] - shapeBefore[i]);
        }
        return Math.sqrt(sum);
    }

    /** The spectrum's envelope as log area ratios of a linear predictor (Levinson and Durbin). */
    private void takeShape(short[] pcm) {
        System.arraycopy(shape, 0, shapeBefore, 0, ORDER);
        for (int lag = 0; lag <= ORDER; lag++) {
            long sum = 0;
            for (int i = lag; i < pcm.length; i++) {
                sum += pcm[i] * pcm[i - lag];
            }
            correlation[lag] = sum;
        }
        double error = correlation[0] * 1.001 + 1000; // keeps silence from being anything
        for (int i = 1; i <= ORDER; i++) {
            double rest = correlation[i];
            for (int j = 1; j < i; j++) {
                rest -= predictor[j] * correlation[i - j];
            }
            double reflection = Math.clamp(rest / error, -0.98, 0.98);
            shape[i - 1] = Math.log((1 + reflection) / (1 - reflection)) / 2;
            System.arraycopy(predictor, 0, predictorBefore, 0, i);
            for (int j = 1; j < i; j++) {
                predictor[j] = predictorBefore[j] - reflection * predictorBefore[i - j];
            }
            predictor[i] = reflection;
            error *= 1 - reflection * reflection;
        }
    }

    /**
     * Fills in: one, voice so far, periodicity, steadiness, over the noise, level, spectrum (2), its change, share with a
     * pitch, share that sounds.
     */
    void voice(double[] to) {
        double of = Math.max(1, sounding);
        int i = 0;
        to[i++] = 1;
        to[i++] = span(sounding);
        to[i++] = periodicity / of;
        to[i++] = steady / of;
        to[i++] = Math.clamp(peak - floor, 0, 50) / 20;
        to[i++] = (peak + 30) / 10;
        to[i++] = tilt / of;
        to[i++] = curve / of;
        to[i++] = changes / Math.max(1, loud);
        to[i++] = pitched / of;
        to[i++] = sounding / Math.max(1.0, frames);
    }

    /** Fills in: one, time (3), voice, fading (3), change of the spectrum (2), stops, spectrum, and four of them times the time. */
    void extent(double[] to) {
        double span = span(frames);
        double below = Math.clamp(peak - levels[0], 0, 30) / 10;
        double rise = Math.clamp(Math.max(levels[0], Math.max(levels[1], levels[2])) - peak, -30, 0) / 10;
        double all = Math.min(changes, 15) / 5;
        int i = 0;
        to[i++] = 1;
        to[i++] = span;
        to[i++] = Math.clamp(frames - 22, 0, 12) / 10.0;
        to[i++] = Math.clamp(frames - 26, 0, 12) / 10.0;
        to[i++] = span(sounding);
        to[i++] = below;
        to[i++] = Math.clamp(levels[3] - levels[0], -20, 20) / 10;
        to[i++] = rise;
        to[i++] = lateChanges;
        to[i++] = all;
        to[i++] = Math.min(frames - sounding, 20) / 10.0;
        to[i++] = shape[0];
        to[i++] = span * below;
        to[i++] = span * rise;
        to[i++] = span * lateChanges;
        to[i++] = span * all;
    }

    /** In units of 400 ms, at most two. */
    private static double span(int frames) {
        return Math.min(frames, 40) / 20.0;
    }
}
