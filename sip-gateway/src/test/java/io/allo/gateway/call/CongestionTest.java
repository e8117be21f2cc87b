// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** New calls are shed by the delay of the gateway's queues, not by their count only. */
class CongestionTest {
    private static final Duration BOUND = Duration.ofMillis(500);

    private final VirtualClock clock = new VirtualClock();
    private final Congestion congestion = new Congestion(clock, BOUND);
    private final Deque<Runnable> queue = new ArrayDeque<>();

    @Test
    void aQueueThatIsServedInTimeIsNoCongestion() {
        congestion.watch(queue::add);

        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofMillis(50));
            serve();
        }

        assertThat(congestion.isCongested()).isFalse();
    }

    @Test
    void aTaskThatDoesNotBeginIsCongestionBeforeItHasBegun() {
        // Given
        congestion.watch(queue::add);

        // When
        clock.advance(Duration.ofMillis(500));
        boolean inTime = congestion.isCongested();
        clock.advance(Duration.ofMillis(100));

        // Then
        assertThat(inTime).isFalse();
        assertThat(congestion.isCongested()).isTrue();
    }

    @Test
    void itIsOverWithTheFirstTaskThatBeginsInTime() {
        // Given
        congestion.watch(queue::add);
        clock.advance(Duration.ofSeconds(2));
        serve();
        assertThat(congestion.isCongested()).isTrue();

        // When
        clock.advance(Duration.ofMillis(50));
        serve();

        // Then
        assertThat(congestion.isCongested()).isFalse();
    }

    @Test
    void theHeadOfAQueueThatKnowsItsAgeCounts() {
        congestion.watchDelay(() -> Duration.ofMillis(501));
        assertThat(congestion.isCongested()).isTrue();
    }

    @Test
    void withoutABoundThereIsNone() {
        Congestion never = new Congestion(clock, Duration.ZERO);
        never.watchDelay(() -> Duration.ofHours(1));
        assertThat(never.isCongested()).isFalse();
    }

    @Test
    void aCallIsRefusedWhileItLastsAndTakesNoPlace() {
        // Given
        Duration[] wait = {Duration.ofSeconds(1)};
        congestion.watchDelay(() -> wait[0]);
        CallController calls = new CallController(new CallWorld().ports, 1, 100, congestion);
        calls.open();

        // When
        CallController.Admission during = calls.admit();
        wait[0] = Duration.ZERO;
        CallController.Admission after = calls.admit();

        // Then
        assertThat(during)
                .isInstanceOfSatisfying(
                        CallController.Admission.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(503));
        assertThat(after).isInstanceOf(CallController.Admission.Admitted.class);
    }

    private void serve() {
        while (!queue.isEmpty()) {
            queue.remove().run();
        }
    }
}
