// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/** The level of a line while nobody speaks: falls at once, rises by some decibels a second. One stream, one thread. */
public final class NoiseFloor {
    private static final double FIRST_DBOV = -60;
    private static final double LOWEST_DBOV = -75;
    /** A frame of 20 ms: 4 dB a second. */
    private static final double RISE_DB = 0.08;
    /** While somebody speaks: hardly. */
    private static final double RISE_IN_SPEECH_DB = 0.01;

    private double floor = FIRST_DBOV;
    private double smoothed = FIRST_DBOV;

    /** Takes the next frame's level, in dBov. @return the floor, in dBov */
    public double next(double level, boolean speech) {
        smoothed += (level - smoothed) * 0.3;
        if (smoothed < floor) {
            floor = Math.max(LOWEST_DBOV, smoothed);
        } else {
            floor = Math.min(smoothed, floor + (speech ? RISE_IN_SPEECH_DB : RISE_DB));
        }
        return floor;
    }
}
