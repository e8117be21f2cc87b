// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/** The level of a line while nobody speaks: falls at once, rises by some decibels a second. One stream, one thread. */
public final class NoiseFloor {
    private static final double FIRST_DBOV = -60;
    private static final double LOWEST_DBOV = -75;
    private static final double RISE_DB = 4;
    private static final int FRAMES_A_SECOND = 50;
    /** While somebody speaks it hardly rises. */
    private static final double IN_SPEECH = 0.125;

    private final double rise;
    private double floor = FIRST_DBOV;
    private double smoothed = FIRST_DBOV;

    /** Rises by 4 dB a second. */
    public NoiseFloor() {
        this(RISE_DB);
    }

    /** @param rise in decibels a second */
    public NoiseFloor(double rise) {
        this.rise = rise / FRAMES_A_SECOND;
    }

    /** Takes the next frame's level, in dBov. @return the floor, in dBov */
    public double next(double level, boolean speech) {
        smoothed += (level - smoothed) * 0.3;
        if (smoothed < floor) {
            floor = Math.max(LOWEST_DBOV, smoothed);
        } else {
            floor = Math.min(smoothed, floor + (speech ? IN_SPEECH * rise : rise));
        }
        return floor;
    }
}
