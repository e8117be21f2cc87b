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
    void aLateEventLoopLetsFewerBeginAndAnIdleOneAllAgain() {
        TurnGate gate = new TurnGate(64);
        for (int i = 0; i < 50; i++) {
            gate.late(Duration.ofSeconds(1));
        }
        assertThat(gate.limit()).isEqualTo(8);
        for (int i = 0; i < 12; i++) {
            turn(gate, "turn " + i);
        }
        assertThat(begun).hasSize(8);

        gate.late(Duration.ofMillis(1));

        assertThat(begun).hasSize(12);
        for (int i = 0; i < 50; i++) {
            gate.late(Duration.ZERO);
        }
        assertThat(gate.limit()).isEqualTo(64);
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
