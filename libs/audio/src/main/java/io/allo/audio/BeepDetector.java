// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/**
 * Hears the beep after which an answering machine records: one steady tone of 400 to 2000 Hz, 150 to 1000 ms long. A longer one is
 * a tone of the network, two at once are a key (RFC 4733 calls it DTMF), a voice has harmonics. Looks at the spectrum of each frame in
 * steps of 50 Hz.
 *
 * <p>Frames of 20 ms, 8 kHz, 160 samples. One call, one thread; no allocation.
 */
public final class BeepDetector {
    private static final int FRAME = 160;
    private static final int FRAME_MS = 20;
    private static final int HZ_PER_BIN = 50;
    private static final int LOWEST = 400 / HZ_PER_BIN;
    private static final int HIGHEST = 2000 / HZ_PER_BIN;
    private static final int SHORTEST_MS = 150;
    private static final int LONGEST_MS = 1000;
    private static final double QUIETEST_DBOV = -38;
    /** Of a tone between two steps, so much is in the nearest three. */
    private static final double PURE = 0.8;

    private static final double[] COEFFICIENTS = new double[HIGHEST + 2];

    static {
        for (int bin = 0; bin < COEFFICIENTS.length; bin++) {
            COEFFICIENTS[bin] = 2 * Math.cos(2 * Math.PI * bin / FRAME);
        }
    }

    private int toneMs;
    private int bin;

    /** Takes the next frame. @return has a beep just ended? */
    public boolean next(short[] frame) {
        int now = frame.length == FRAME ? tone(frame) : 0;
        boolean goesOn = now > 0 && toneMs > 0 && Math.abs(now - bin) <= 1;
        if (goesOn) {
            toneMs += FRAME_MS;
            return false;
        }
        boolean beep = toneMs >= SHORTEST_MS && toneMs <= LONGEST_MS && now == 0;
        toneMs = now > 0 ? FRAME_MS : 0;
        bin = now;
        return beep;
    }

    /** @return where the only tone of the frame is, 0: it is something else */
    private static int tone(short[] frame) {
        if (AudioLevel.dbov(frame) < QUIETEST_DBOV) {
            return 0;
        }
        double energy = 0;
        for (short sample : frame) {
            energy += (double) sample * sample;
        }
        int loudest = 0;
        double most = 0;
        for (int at = LOWEST; at <= HIGHEST; at++) {
            double power = power(frame, at);
            if (power > most) {
                most = power;
                loudest = at;
            }
        }
        double near = most + power(frame, loudest - 1) + power(frame, loudest + 1);
        return near * 2 / FRAME >= PURE * energy ? loudest : 0;
    }

    /** Goertzel: the square of one step of the spectrum. */
    private static double power(short[] frame, int at) {
        double coefficient = COEFFICIENTS[at];
        double last = 0;
        double before = 0;
        for (short sample : frame) {
            double value = sample + coefficient * last - before;
            before = last;
            last = value;
        }
        return last * last + before * before - coefficient * last * before;
    }
}
