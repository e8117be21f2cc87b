// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.peer.FakeSounds;
import io.allo.gateway.waiting.WaitingLine;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A call that finds every worker full, or none at all. */
class WaitingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static CallWorld full() {
        return full(5);
    }

    private static CallWorld full(int seats) {
        CallWorld world = new CallWorld(timers -> new WaitingLine(timers, seats, PATIENCE));
        world.workers.clear();
        return world;
    }

    @Test
    void waitsWithAnAnnouncementAndIsServedWhenASlotIsFree() {
        // Given
        CallWorld world = full();
        world.begin();
        assertThat(world.wire).containsExactly("183");
        assertThat(world.media.last().log()).contains("play " + FakeSounds.ALL_BUSY);

        // When
        world.clock.advance(Duration.ofSeconds(12));
        world.workers.add("w1");
        world.clock.advance(Duration.ofSeconds(1));
        world.stream().listener.opened();
        world.worker(new StreamMessage.Answer("sid"));
        world.call.post(new CallInput.Acknowledged(null));

        // Then
        assertThat(world.wire).containsExactly("183", "180", "200");
        assertThat(world.call.state()).isInstanceOf(CallState.Answered.class);
        world.clock.advance(PATIENCE);
        assertThat(world.call.state()).isInstanceOf(CallState.Answered.class);
    }

    @Test
    void hearsRingingWhereEarlyMediaCannotBe() {
        CallWorld world = full();
        world.hearsEarly = false;
        world.begin();
        assertThat(world.wire).containsExactly("180");
    }

    @Test
    void isBusyWhenItWaitedInVainAndWhenTheLineIsFull() {
        CallWorld world = full();
        world.begin();
        world.clock.advance(PATIENCE);
        assertThat(world.wire).containsExactly("183", "486");
        assertThat(world.reason()).isEqualTo(EndReason.OVERLOADED);
        assertThat(world.clock.pending()).isLessThanOrEqualTo(1); // the line's own look

        CallWorld noSeat = full(0);
        noSeat.begin();
        assertThat(noSeat.wire).containsExactly("486");
    }

    @Test
    void cancelLeavesTheLine() {
        WaitingLine[] line = new WaitingLine[1];
        CallWorld world = new CallWorld(timers -> line[0] = new WaitingLine(timers, 5, PATIENCE));
        world.workers.clear();
        world.begin();
        assertThat(line[0].length()).isEqualTo(1);

        world.call.post(new CallInput.Cancelled());

        assertThat(line[0].length()).isZero();
        assertThat(world.wire).containsExactly("183", "487");
        world.workers.add("w1");
        world.clock.advance(PATIENCE);
        assertThat(world.streams).isEmpty();
        assertThat(world.held).isEmpty();
    }

    @Test
    void withoutAnyWorkerItIsRefusedAtOnceAndTold() {
        CallWorld none = full();
        none.alive = false;
        none.begin();
        assertThat(none.wire).containsExactly("503");

        CallWorld deserted = full();
        deserted.alive = false;
        deserted.deserted = true;
        deserted.begin();
        assertThat(deserted.wire).containsExactly("183", "503");
        assertThat(deserted.media.last().log()).contains("play " + FakeSounds.UNAVAILABLE);
        assertThat(deserted.reason()).isEqualTo(EndReason.NO_WORKER);
    }

    @Test
    void silenceBeforeTheAnswerIsNoLostLine() {
        CallWorld world = full();
        world.begin();
        world.call.post(new CallInput.MediaTimedOut());
        assertThat(world.call.state()).isInstanceOf(CallState.Offered.class);
    }

    @Test
    void callThatTheGatewayEndsHearsWhy() {
        CallWorld world = new CallWorld();
        world.answered();
        world.media.last().pause();

        world.call.post(new CallInput.ShutDown(EndReason.SHUTDOWN));
        assertThat(world.media.last().log()).contains("clear", "play " + FakeSounds.GOODBYE);
        world.call.post(new CallInput.ShutDown(EndReason.SHUTDOWN));

        assertThat(world.wire).endsWith("BYE");
        assertThat(world.reason()).isEqualTo(EndReason.SHUTDOWN);
    }

    @Test
    void callThatTheApiEndsWhileItRingsIsNotTriedElsewhere() {
        CallWorld world = new CallWorld();
        world.ringing();
        world.call.post(new CallInput.ShutDown(EndReason.AGENT_HANGUP));
        assertThat(world.wire).containsExactly("180", "480");
    }
}
