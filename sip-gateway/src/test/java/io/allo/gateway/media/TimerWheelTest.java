// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long MS = 1_000_000;

    private final TimerWheel wheel = new TimerWheel(0);
    private final List<Long> fired = new ArrayList<>();

    @Test
    void aTimerFiresAtItsPaceWhateverTheTurn() {
        // Given
        every(30, 10);

        // When
        for (long ms = 0; ms <= 100; ms++) {
            wheel.advance(ms * MS);
        }

        // Then
        assertThat(fired).containsExactly(10L, 40L, 70L, 100L);
    }

    @Test
    void aThreadThatSleptTooLongLosesNoTimerAndNoPace() {
        // Given
        every(20, 20);

        // When
        for (long ms : new long[] {5, 21, 150, 151, 152, 153, 154, 155, 156, 200}) {
            wheel.advance(ms * MS);
        }

        // Then: due at 20 40 … 160, one after the other as soon as the thread is awake
        assertThat(fired).containsExactly(21L, 150L, 151L, 152L, 153L, 154L, 155L, 200L);
    }

    @Test
    void theWaitIsUntilTheNextTimerAndNeverZero() {
        every(20, 12);
        assertThat(wheel.nanosToNext(0)).isEqualTo(12 * MS);
        assertThat(wheel.nanosToNext(13 * MS)).isEqualTo(1);
        assertThat(new TimerWheel(0).nanosToNext(0)).isEqualTo(20 * MS);
    }

    @Test
    void aTimerFarAheadDoesNotWakeTheThreadEachTurn() {
        every(1000, 500);
        assertThat(wheel.nanosToNext(0)).isEqualTo(20 * MS);
        wheel.advance(490 * MS);
        assertThat(wheel.nanosToNext(490 * MS)).isEqualTo(10 * MS);
    }

    @Test
    void aStoppedTimerIsGone() {
        wheel.add(now -> TimerWheel.Timer.STOP, 5 * MS);
        wheel.advance(5 * MS);
        assertThat(wheel.nanosToNext(5 * MS)).isEqualTo(20 * MS);
    }

    private void every(long periodMs, long firstMs) {
        long[] due = {firstMs * MS};
        wheel.add(
                now -> {
                    fired.add(now / MS);
                    due[0] += periodMs * MS;
                    return due[0];
                },
                due[0]);
    }
}
