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
    private static final int NEVER_MET = 10_000;
    private static final double IDLE = 0.1;
    private static final double BUSY = 0.75;
    private static final double FULL = 0.95;

    private final List<String> begun = new ArrayList<>();
    private long nanos;
    private long timerAt = Long.MAX_VALUE;
    private Runnable timer = () -> {};

    @Test
    void aLoneMessageIsAnsweredAtOnce() {
        TurnGate gate = gate(NEVER_MET);
        turn(gate, "one");
        assertThat(begun).containsExactly("one");
    }

    @Test
    void manyThatComeTogetherBeginAtEvenDistancesInTheirOrder() {
        TurnGate gate = gate(NEVER_MET);
        for (int i = 0; i < 10; i++) {
            turn(gate, "turn " + i).complete("done");
        }
        assertThat(begun).containsExactly("turn 0");

        passes(35);

        assertThat(begun).containsExactly("turn 0", "turn 1", "turn 2", "turn 3");
    }

    @Test
    void moreBeginWhileCpuIsLeftAndTurnsWait() {
        TurnGate gate = gate(NEVER_MET);
        double before = gate.rate();
        held(gate, IDLE, 10);
        assertThat(gate.rate()).isGreaterThan(5 * before);
    }

    @Test
    void noMoreBeginThanBeforeWhileTheMachineIsBusyThoughNothingComesLate() {
        TurnGate gate = gate(NEVER_MET);
        double before = gate.rate();
        held(gate, BUSY, 10);
        assertThat(gate.rate()).isEqualTo(before);
    }

    @Test
    void whatNobodyNeedsDoesNotGrow() {
        TurnGate gate = gate(NEVER_MET);
        double before = gate.rate();
        for (int i = 0; i < 20; i++) {
            turn(gate, "one of few").complete("done");
            passes(200);
            gate.busy(IDLE);
        }
        assertThat(begun).hasSize(20);
        assertThat(gate.rate()).isEqualTo(before);
    }

    @Test
    void aFullMachineLetsFewerBeginWhereMessagesAreToBeAcceptedAndElseAsManyAsBefore() {
        TurnGate gate = gate(NEVER_MET);
        double before = gate.rate();
        held(gate, FULL, 1);
        assertThat(gate.rate()).isEqualTo(before);

        gate.accepted(Duration.ofMillis(2));
        held(gate, FULL, 1);
        assertThat(gate.rate()).isLessThan(before);
    }

    @Test
    void anAcceptanceThatTookLongLetsFewerBegin() {
        TurnGate gate = gate(NEVER_MET);
        double before = gate.rate();
        gate.accepted(Duration.ofMillis(3));
        gate.accepted(Duration.ofMillis(80));
        gate.accepted(Duration.ofMillis(2));
        gate.tick(Duration.ZERO);
        double after = gate.rate();
        assertThat(after).isLessThan(before);

        gate.tick(Duration.ZERO);
        assertThat(gate.rate()).as("it is over").isEqualTo(after);
    }

    @Test
    void oneLateEventLoopOfSeveralIsEnough() {
        TurnGate gate = gate(NEVER_MET);
        double before = gate.rate();
        gate.waited(Duration.ofMillis(50));
        gate.waited(Duration.ofMillis(1));
        gate.tick(Duration.ZERO);
        assertThat(gate.rate()).isLessThan(before);
    }

    @Test
    void twentyASecondBeginHoweverLateEverythingIs() {
        TurnGate gate = gate(NEVER_MET);
        for (int i = 0; i < 200; i++) {
            turn(gate, "turn " + i).complete("done");
        }
        for (int i = 0; i < 100; i++) {
            gate.tick(Duration.ofSeconds(1));
            gate.accepted(Duration.ofSeconds(1));
        }
        assertThat(gate.rate()).isEqualTo(20);
        int before = begun.size();

        for (int ms = 0; ms < 1_000; ms += 10) {
            gate.accepted(Duration.ofSeconds(1));
            passes(10);
        }

        assertThat(begun.size() - before)
                .as("acceptances put turns off, but not for ever")
                .isBetween(18, 21);
    }

    @Test
    void acceptingGoesBeforeAnswering() {
        TurnGate gate = gate(NEVER_MET);
        for (int i = 0; i < 200; i++) {
            turn(gate, "turn " + i).complete("done");
        }
        passes(500);
        int alone = begun.size();
        for (int ms = 0; ms < 500; ms += 5) {
            gate.accepted(Duration.ofMillis(2)); // 200 a second, a quarter of a turn each
            passes(5);
        }
        assertThat(begun.size() - alone).isBetween(alone / 3, 2 * alone / 3);
    }

    @Test
    void aLookAtAMessageThatMustWaitCostsNoTurn() {
        TurnGate gate = gate(NEVER_MET);
        for (int i = 0; i < 50; i++) {
            gate.pass(() -> {
                        gate.spared();
                        return Uni.createFrom().item("a look");
                    })
                    .subscribe()
                    .with(begun::add);
        }
        assertThat(begun).hasSize(50);
    }

    @Test
    void noMoreThanTheMostRunAtOnceAndTheNextFollowsInOrder() {
        TurnGate gate = gate(2);
        var one = turn(gate, "one");
        turn(gate, "two");
        var three = turn(gate, "three");
        turn(gate, "four");
        passes(1_000);
        assertThat(begun).containsExactly("one", "two");

        one.complete("done");
        assertThat(begun).containsExactly("one", "two", "three");

        passes(100);
        three.completeExceptionally(new IllegalStateException("broken"));
        assertThat(begun).containsExactly("one", "two", "three", "four");
    }

    @Test
    void aColdProcessRunsFewAtOnceAndMoreOnceItsEventLoopIsInTime() {
        TurnGate gate = gate(12);
        for (int i = 0; i < 50; i++) {
            turn(gate, "turn " + i);
        }
        passes(1_000);
        assertThat(begun).hasSize(8);

        gate.tick(Duration.ofSeconds(1));
        passes(1_000);
        assertThat(begun).hasSize(8);

        gate.tick(Duration.ZERO);
        passes(1_000);
        assertThat(begun).hasSize(10);
        for (int i = 0; i < 5; i++) {
            gate.tick(Duration.ZERO);
            passes(1_000);
        }
        assertThat(begun).hasSize(12);
    }

    @Test
    void workThatThrowsLeavesItsPlaceToOthers() {
        TurnGate gate = gate(1);
        gate.<String>pass(() -> {
                    throw new IllegalStateException("broken");
                })
                .subscribe()
                .with(done -> {}, failure -> begun.add("failed"));
        passes(100);

        turn(gate, "next");

        assertThat(begun).containsExactly("failed", "next");
    }

    private TurnGate gate(int mostAtOnce) {
        return new TurnGate(mostAtOnce, () -> nanos, (ms, then) -> {
            timerAt = nanos + ms * 1_000_000;
            timer = then;
        });
    }

    /** So many windows of 200 ms in which more turns wait than may begin. */
    private void held(TurnGate gate, double busy, int windows) {
        for (int window = 0; window < windows; window++) {
            for (int i = 0; i < gate.rate(); i++) {
                turn(gate, "turn").complete("done");
            }
            passes(200);
            gate.busy(busy);
        }
    }

    /** Time passes. */
    private void passes(long ms) {
        long until = nanos + ms * 1_000_000;
        while (timerAt <= until) {
            nanos = timerAt;
            timerAt = Long.MAX_VALUE;
            timer.run();
        }
        nanos = until;
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
