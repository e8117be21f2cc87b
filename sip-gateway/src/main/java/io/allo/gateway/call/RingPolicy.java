// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When to answer: at max(ring time, session ready), at the latest {@code grace} after the ring time. All times count from the
 * INVITE, so that a slow start of the session does not lengthen the ring.
 *
 * @param unknown ring time until the worker has named one
 * @param cap longest ring time whatever the worker asks for
 */
public record RingPolicy(Duration unknown, Duration cap, Duration grace) {
    public RingPolicy {
        requireNonNull(unknown, "unknown");
        requireNonNull(cap, "cap");
        requireNonNull(grace, "grace");
    }

    /** The worker's wish in seconds, bounded; nonsense (NaN, negative) is 0. */
    public Duration ringTime(double seconds) {
        if (!(seconds > 0)) {
            return Duration.ZERO;
        }
        double bounded = Math.min(seconds, cap.toMillis() / 1000.0);
        return Duration.ofMillis(Math.round(bounded * 1000));
    }

    /** Time left until the ring time is over; zero when it is. */
    public static Duration left(Duration ringTime, Duration sinceInvite) {
        Duration left = ringTime.minus(sinceInvite);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Time left until the phone is answered even without the worker. */
    public Duration untilDeadline(Duration ringTime, Duration sinceInvite) {
        return left(ringTime.plus(grace), sinceInvite);
    }
}
