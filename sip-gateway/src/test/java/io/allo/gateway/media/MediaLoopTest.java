// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One thread for all calls: what one stream does must not end it. */
class MediaLoopTest {
    private static final long PACE = 5_000_000;

    @Test
    void anErrorInACommandOrATimerStopsNeitherTheLoopNorTheOtherTimers() throws InterruptedException {
        try (MediaLoop loop = new MediaLoop()) {
            // Given
            AtomicInteger others = new AtomicInteger();
            CountDownLatch behind = new CountDownLatch(1);
            loop.start();

            // When
            loop.execute(() -> {
                loop.schedule(
                        now -> {
                            throw new StackOverflowError();
                        },
                        System.nanoTime());
                loop.schedule(
                        now -> {
                            others.incrementAndGet();
                            return now + PACE;
                        },
                        System.nanoTime());
                throw new OutOfMemoryError("none");
            });
            loop.execute(behind::countDown);

            // Then
            assertThat(behind.await(5, TimeUnit.SECONDS)).isTrue();
            await().until(() -> others.get() > 20 && loop.faults() > 5);
        }
    }
}
