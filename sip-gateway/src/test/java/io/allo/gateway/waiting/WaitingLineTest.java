// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallTimers;
import io.allo.gateway.call.VirtualClock;
import io.allo.gateway.call.WaitingRoom.Seat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** First come, first served. */
class WaitingLineTest {
    private final VirtualClock clock = new VirtualClock();
    private final CallTimers timers = clock;
    private final WaitingLine line = new WaitingLine(timers, 10, Duration.ofSeconds(30));
    private final List<Integer> turns = new ArrayList<>();
    private final List<Seat> seats = new ArrayList<>();

    private void tenCalls() {
        for (int call = 0; call < 10; call++) {
            int number = call;
            seats.add(line.enter(new CallId("c-1234567" + call), () -> turns.add(number))
                    .orElseThrow());
        }
    }

    @Test
    void tenCallsAreServedInTheOrderOfTheirComing() {
        tenCalls();
        assertThat(line.enter(new CallId("c-too-many"), () -> {})).isEmpty();

        for (int call = 0; call < 10; call++) {
            line.slotFreed();
            seats.get(call).leave();
        }

        assertThat(turns).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(line.isOccupied()).isFalse();
    }

    @Test
    void theFirstKeepsItsPlaceWhenNothingWasFree() {
        tenCalls();
        line.slotFreed();
        line.slotFreed(); // the first is still trying
        seats.getFirst().keep();
        seats.get(3).leave(); // hung up
        clock.advance(Duration.ofMillis(500));
        seats.getFirst().leave();

        assertThat(turns).containsExactly(0, 0, 1);
    }

    @Test
    void slotsThatOtherGatewaysFreedAreFoundWithoutAWord() {
        tenCalls();
        clock.advance(Duration.ofMillis(500));
        assertThat(turns).containsExactly(0);
        seats.forEach(Seat::leave);
        clock.advance(Duration.ofSeconds(1));
        assertThat(clock.pending()).isZero();
    }
}
