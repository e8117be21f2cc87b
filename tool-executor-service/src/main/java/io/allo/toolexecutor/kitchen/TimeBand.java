// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

import java.time.LocalTime;

/**
 * Hours of a day with a capacity of their own, on the restaurant's clocks. A band whose end is not after its start passes
 * midnight.
 *
 * @param start inclusive
 * @param end exclusive
 */
public record TimeBand(LocalTime start, LocalTime end, Capacity capacity) {
    boolean contains(LocalTime time) {
        boolean started = !time.isBefore(start);
        boolean running = time.isBefore(end);
        return end.isAfter(start) ? started && running : started || running;
    }
}
