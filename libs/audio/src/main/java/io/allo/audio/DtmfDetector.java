// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/**
 * Hears the dual tones of telephone keys (ITU-T Q.23) in 8 kHz PCM by Goertzel's algorithm, in blocks of 12.75 ms,
 * one every 6.4 ms. Made to
 * meet Q.24: tones of 40 ms are heard, also 8 dB uneven (4 dB the other way, "twist"), 1.5 % off and down to -29 dBm0.
 *
 * <p>Speech contains such tones by chance, so a block counts only when two tones, one of each group, hold nearly all of its
 * energy, stand out from the other six and have no overtones, as voices do; and a key only when four such blocks follow each
 * other (32 ms). One stream, one thread.
 */
public final class DtmfDetector {
    /** No key began in this piece. */
    public static final char NONE = 0;

    private static final double[] ROWS = {697, 770, 852, 941};
    private static final double[] COLUMNS = {1209, 1336, 1477, 1633};
    private static final String KEYS = "123A456B789C*0#D";
    private static final int BLOCK = 102;
    /** Blocks overlap by half. */
    private static final int HOP = BLOCK / 2;

    /** Blocks of the same key in a row that make a press, and blocks without it that end it. */
    private static final int PRESS_BLOCKS = 4;

    private static final int RELEASE_BLOCKS = 3;
    /** A tone's level at least, as Goertzel's power: a sine of amplitude 700. */
    private static final double THRESHOLD = Math.pow(700.0 * BLOCK / 2, 2);

    private static final double TWIST = 6.3;
    private static final double REVERSE_TWIST = 2.5;
    /** The strongest of its group against the others, in power. */
    private static final double OUTSTANDING = 6.3;
    /** Both tones against all there is; 1 would be nothing else. */
    private static final double SHARE = 0.82;

    private static final double HELD_SHARE = 0.6;
    /** An overtone against its tone, in power. */
    private static final double OVERTONE = 0.05;

    private final double[] block = new double[BLOCK];
    private int filled;
    private char last = NONE;
    private int lastBlocks;
    private char pressed = NONE;
    private int withoutBlocks;

    /** @return the key whose press was noticed within this piece of any length up to 60 ms, or {@link #NONE} */
    public char hear(short[] pcm) {
        char key = NONE;
        for (short sample : pcm) {
            block[filled++] = sample;
            if (filled == BLOCK) {
                char news = next(keyOf(block, pressed));
                System.arraycopy(block, HOP, block, 0, BLOCK - HOP);
                filled = BLOCK - HOP;
                key = news == NONE ? key : news;
            }
        }
        return key;
    }

    private char next(char heard) {
        lastBlocks = heard == last ? lastBlocks + 1 : 1;
        last = heard;
        withoutBlocks = heard == pressed ? 0 : withoutBlocks + 1;
        if (pressed != NONE && withoutBlocks >= RELEASE_BLOCKS) {
            pressed = NONE;
        }
        if (heard != NONE && heard != pressed && lastBlocks >= PRESS_BLOCKS) {
            pressed = heard;
            withoutBlocks = 0;
            return heard;
        }
        return NONE;
    }

    /** @param pressed judged less strictly: it is there already, and must not be heard twice */
    private static char keyOf(double[] samples, char pressed) {
        double energy = 0;
        for (double sample : samples) {
            energy += sample * sample;
        }
        if (energy * BLOCK / 2 < THRESHOLD) {
            return NONE; // most of a call: silence costs nothing
        }
        double[] rows = powers(samples, ROWS);
        double[] columns = powers(samples, COLUMNS);
        int row = strongest(rows);
        int column = strongest(columns);
        char key = KEYS.charAt(row * 4 + column);
        boolean even = columns[column] < rows[row] * REVERSE_TWIST && rows[row] < columns[column] * TWIST;
        boolean both = (rows[row] + columns[column]) * 2 / BLOCK > (key == pressed ? HELD_SHARE : SHARE) * energy;
        if (!even || !both || !standsOut(rows, row) || !standsOut(columns, column)) {
            return NONE;
        }
        // A row's overtone lies among the columns, so only the column's can be told.
        return power(samples, 2 * COLUMNS[column]) > OVERTONE * columns[column] ? NONE : key;
    }

    private static boolean standsOut(double[] powers, int best) {
        if (powers[best] < THRESHOLD) {
            return false;
        }
        for (int i = 0; i < powers.length; i++) {
            if (i != best && powers[i] * OUTSTANDING > powers[best]) {
                return false;
            }
        }
        return true;
    }

    private static int strongest(double[] powers) {
        int best = 0;
        for (int i = 1; i < powers.length; i++) {
            best = powers[i] > powers[best] ? i : best;
        }
        return best;
    }

    private static double[] powers(double[] samples, double[] hz) {
        double[] powers = new double[hz.length];
        for (int i = 0; i < hz.length; i++) {
            powers[i] = power(samples, hz[i]);
        }
        return powers;
    }

    /** Goertzel: the square of the spectrum at one frequency. */
    private static double power(double[] samples, double hz) {
        double factor = 2 * Math.cos(2 * Math.PI * hz / G711.SAMPLE_RATE);
        double before = 0;
        double now = 0;
        for (double sample : samples) {
            double next = sample + factor * now - before;
            before = now;
            now = next;
        }
        return now * now + before * before - factor * now * before;
    }
}
