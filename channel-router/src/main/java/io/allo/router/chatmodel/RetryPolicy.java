// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When a failed request is sent again: as OpenAI's own clients do (half a second, doubled up to 8 s, up to a quarter less; the
 * server's {@code retry-after} before that), but never longer than somebody can be left waiting. Immutable.
 */
final class RetryPolicy {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final Duration LONGEST_ORDERED = Duration.ofSeconds(60);
    private static final double JITTER = 0.25;
    private static final int MOST_DOUBLINGS = 4;

    private final int retries;
    private final Duration within;
    private final DoubleSupplier random;

    /** @param random 0 to 1 */
    RetryPolicy(int retries, Duration within, DoubleSupplier random) {
        this.retries = retries;
        this.within = within;
        this.random = random;
    }

    /**
     * @param repeated how often it was repeated before
     * @param spent since the first request
     * @return the pause before the next, empty: give up
     */
    Optional<Duration> pause(ChatFailure failure, int repeated, Duration spent) {
        if (repeated >= retries || !failure.worthRetrying()) {
            return Optional.empty();
        }
        if (failure.kind() == ChatFailure.Kind.LOST && repeated == 0) {
            return Optional.of(Duration.ZERO);
        }
        Duration ordered = failure.retryAfter();
        Duration pause = ordered == null || ordered.isNegative() || ordered.compareTo(LONGEST_ORDERED) > 0
                ? backOff(repeated)
                : ordered;
        return spent.plus(pause).compareTo(within) > 0 ? Optional.empty() : Optional.of(pause);
    }

    private Duration backOff(int repeated) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(repeated, MOST_DOUBLINGS));
        Duration bounded = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return Duration.ofMillis(Math.round(bounded.toMillis() * (1 - JITTER * random.getAsDouble())));
    }
}
