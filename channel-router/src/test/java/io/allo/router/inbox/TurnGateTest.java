// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnGateTest {
    private final List<String> begun = new ArrayList<>();

    @Test
    void aColdProcessBeginsWithFewAndGrowsWhileTheyAreWhatHoldsOthersBack() {
        TurnGate gate = new TurnGate(64);
        for (int i = 0; i < 20; i++) {
            turn(gate, "turn " + i);
        }
        assertThat(begun).hasSize(8);

        gate.late(Duration.ZERO);
        assertThat(begun).hasSize(10);
        for (int i = 0; i < 50; i++) {
            gate.late(Duration.ZERO);
        }
        assertThat(begun).hasSize(20);
        assertThat(gate.limit()).isBetween(20, 22); // what nobody needed was not promised
    }

    @Test
    void anAcceptanceThatTookLongLetsFewerBeginUntilTheNextAreQuickAgain() {
        TurnGate gate = new TurnGate(64);
        for (int i = 0; i < 40; i++) {
            turn(gate, "turn " + i);
            gate.late(Duration.ZERO);
        }
        assertThat(gate.limit()).isGreaterThanOrEqualTo(40);

        gate.accepted(Duration.ofMillis(3));
        gate.accepted(Duration.ofMillis(80));
        gate.accepted(Duration.ofMillis(2));
        gate.late(Duration.ZERO);
        assertThat(gate.limit()).isEqualTo(30);

        gate.late(Duration.ZERO);
        assertThat(gate.limit()).isEqualTo(32);
    }

    @Test
    void noMoreThanTheMostRunAtOnceAndTheNextFollowsInOrder() {
        TurnGate gate = new TurnGate(2);
        var one = turn(gate, "one");
        turn(gate, "two");
        var three = turn(gate, "three");
        turn(gate, "four");
        assertThat(begun).containsExactly("one", "two");

        one.complete("done");
        assertThat(begun).containsExactly("one", "two", "three");

        three.completeExceptionally(new IllegalStateException("broken"));
        assertThat(begun).containsExactly("one", "two", "three", "four");
    }

    @Test
    void aLateEventLoopLetsFewerBeginAndOneInTimeMoreAgain() {
        TurnGate gate = new TurnGate(64);
        for (int i = 0; i < 50; i++) {
            gate.late(Duration.ofSeconds(1));
        }
        assertThat(gate.limit()).isEqualTo(8);
        for (int i = 0; i < 80; i++) {
            turn(gate, "turn " + i);
        }
        assertThat(begun).hasSize(8);

        gate.late(Duration.ofMillis(1));

        assertThat(begun).hasSize(10);
        for (int i = 0; i < 50; i++) {
            gate.late(Duration.ZERO);
        }
        assertThat(gate.limit()).isEqualTo(64);
        assertThat(begun).hasSize(64);
    }

    @Test
    void quickTurnsAreHeldBackFurtherThanTurnsThatWaitForASlowModel() {
        assertThat(leastAfterTurnsOf(Duration.ofMillis(20))).isEqualTo(2);
        assertThat(leastAfterTurnsOf(Duration.ofMillis(200))).isBetween(3, 4);
        assertThat(leastAfterTurnsOf(Duration.ofSeconds(3))).isEqualTo(32);
    }

    /** Nine of ten are looks at a message that must wait. */
    private int leastAfterTurnsOf(Duration length) {
        long[] now = {0};
        TurnGate gate = new TurnGate(64, () -> now[0]);
        for (int i = 0; i < 500; i++) {
            var turn = turn(gate, "turn");
            now[0] += i % 10 == 0 ? length.toNanos() : 1_000_000;
            turn.complete("done");
        }
        for (int i = 0; i < 50; i++) {
            gate.late(Duration.ofSeconds(1));
        }
        return gate.limit();
    }

    @Test
    void oneLateEventLoopOfSeveralIsEnough() {
        TurnGate gate = new TurnGate(64);
        for (int i = 0; i < 40; i++) {
            turn(gate, "turn " + i);
            gate.late(Duration.ZERO);
        }
        int before = gate.limit();
        gate.waited(Duration.ofMillis(50));
        gate.waited(Duration.ofMillis(1));
        gate.late(Duration.ZERO);

        assertThat(gate.limit()).isLessThan(before);
    }

    @Test
    void workThatThrowsLeavesItsPlaceToOthers() {
        TurnGate gate = new TurnGate(1);
        gate.<String>pass(() -> {
                    throw new IllegalStateException("broken");
                })
                .subscribe()
                .with(done -> {}, failure -> begun.add("failed"));

        turn(gate, "next");

        assertThat(begun).containsExactly("failed", "next");
    }

    private CompletableFuture<String> turn(TurnGate gate, String name) {
        var end = new CompletableFuture<String>();
        gate.pass(() -> {
                    begun.add(name);
                    return Uni.createFrom().completionStage(end);
                })
                .subscribe()
                .with(done -> {}, failure -> {});
        return end;
    }
}
