// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.time.Duration;

/**
 * Bounds of a transfer.
 *
 * @param ring how long the other person's phone rings
 * @param refer from an accepted REFER to its end; also bounds a peer that never tells
 * @param consult from the other person's answer to the key that takes the caller
 */
public record TransferLimits(Duration ring, Duration refer, Duration consult) {
    public static final TransferLimits DEFAULT =
            new TransferLimits(Duration.ofSeconds(30), Duration.ofSeconds(45), Duration.ofSeconds(30));

    /** The dialler counts the ringing; this is for one that forgets. */
    Duration dialling() {
        return ring.plus(Duration.ofSeconds(10));
    }
}
