// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SystemTimersTest {

    /** A ring time that ended a fraction of a millisecond early was not over yet: the phone was answered 3 s late. */
    @Test
    void aTimerNeverGoesOffBeforeItsTime() {
        try (var timers = new SystemTimers()) {
            for (int i = 1; i <= 200; i++) {
                Duration delay = Duration.ofNanos(1_000_000 + i * 4_999L);
                var wentOffAt = new CompletableFuture<Instant>();
                Instant due = timers.now().plus(delay);

                timers.after(delay, () -> wentOffAt.complete(timers.now()));

                assertThat(wentOffAt.join()).isAfterOrEqualTo(due);
            }
        }
    }

    /** A call that ended while the gateway went down was told as one that failed. */
    @Test
    void aTimerThatIsSetAfterTheEndIsNeverDue() {
        var timers = new SystemTimers();
        timers.close();
        var wentOff = new CompletableFuture<Instant>();

        CallTimers.Pending pending = timers.after(Duration.ZERO, () -> wentOff.complete(timers.now()));

        pending.cancel();
        assertThat(wentOff).isNotDone();
    }
}
