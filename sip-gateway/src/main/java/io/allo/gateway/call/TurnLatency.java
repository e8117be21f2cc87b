// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.util.Arrays;

/**
 * How long a caller waited for the agent's answers: from his last voiced packet in to the agent's first voiced packet out.
 *
 * @param turns answers so far
 * @param p50Ms milliseconds, as the others: of the latest turns
 */
public record TurnLatency(int turns, int p50Ms, int p95Ms, int maxMs) {
    /** Nobody asked, or nobody answered. */
    public static final TurnLatency NONE = new TurnLatency(0, 0, 0, 0);

    private static final double MEDIAN = 0.5;
    private static final double HIGH = 0.95;

    /** @param latestMs at least one, in any order; sorted here */
    public static TurnLatency of(int turns, int[] latestMs) {
        Arrays.sort(latestMs);
        return new TurnLatency(turns, rank(latestMs, MEDIAN), rank(latestMs, HIGH), latestMs[latestMs.length - 1]);
    }

    /** Nearest rank. */
    private static int rank(int[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
