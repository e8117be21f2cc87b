// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Our wishes for session timers (RFC 4028).
 *
 * @param expires interval that we ask for; zero: a session is timed only when the peer asks
 * @param min shortest interval that we take, at least 90 s by the RFC
 */
record SessionTimerPolicy(Duration expires, Duration min) {
    SessionTimerPolicy {
        requireNonNull(expires, "expires");
        requireNonNull(min, "min");
    }

    boolean asks() {
        return expires.isPositive();
    }
}
