// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.time.Duration;

/**
 * Bounds of one call and of all.
 *
 * @param playOut longest wait for queued audio after a hang-up
 * @param maxDuration of an answered call
 * @param workerFailures workers in a row that may be lost before the call is given up
 * @param retryAfter what a refused caller is told
 * @param transfer bounds of its transfers
 */
public record CallLimits(
        RingPolicy ring,
        Duration playOut,
        Duration maxDuration,
        int workerFailures,
        Duration retryAfter,
        TransferLimits transfer) {

    public CallLimits(
            RingPolicy ring, Duration playOut, Duration maxDuration, int workerFailures, Duration retryAfter) {
        this(ring, playOut, maxDuration, workerFailures, retryAfter, TransferLimits.DEFAULT);
    }
}
