// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.inbox.HeldTurns.Found;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldTurnsTest {
    private final Map<Long, Found> rows = new HashMap<>();
    private final List<List<Long>> looks = new ArrayList<>();
    private final List<UniEmitter<? super Map<Long, Found>>> pending = new ArrayList<>();
    private final Map<Long, Found> told = new LinkedHashMap<>();
    private long nanos;

    private final HeldTurns held = new HeldTurns(
            ids -> {
                looks.add(ids);
                return Uni.createFrom().emitter(pending::add);
            },
            () -> nanos);

    @Test
    void allWhoWaitAreSeenInOneLookAndToldWhatBecameOfThem() {
        rows.put(1L, Found.FREE);
        rows.put(2L, Found.HELD);
        rows.put(3L, Found.GONE);
        waits(1, 2, 3, 4);

        held.tick();
        found(1);

        assertThat(looks).containsExactly(List.of(1L, 2L, 3L, 4L));
        assertThat(told)
                .containsEntry(1L, Found.FREE)
                .containsEntry(2L, Found.HELD)
                .containsEntry(3L, Found.GONE)
                .as("its row is no longer there")
                .containsEntry(4L, Found.GONE);
    }

    @Test
    void nobodyWaitsNobodyLooks() {
        held.tick();
        assertThat(looks).isEmpty();
    }

    @Test
    void thereIsOneLookAtATimeAndThreeTimesAsLongNone() {
        waits(1);
        held.tick();
        waits(2);
        held.tick();
        assertThat(looks).as("the first is not back").hasSize(1);

        nanos += Duration.ofMillis(20).toNanos();
        found(0);
        nanos += Duration.ofMillis(50).toNanos();
        held.tick();
        assertThat(looks).as("it rests").hasSize(1);

        nanos += Duration.ofMillis(20).toNanos();
        held.tick();
        assertThat(looks).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void whoIsHeldStandsBehindThoseNotLookedAtYet() {
        for (long id = 1; id <= 501; id++) {
            rows.put(id, Found.HELD);
            waits(id);
        }
        held.tick();
        found(0);
        told.keySet().stream().toList().forEach(this::waits);
        nanos += 1;
        held.tick();

        assertThat(looks.getFirst()).hasSize(500).doesNotContain(501L);
        assertThat(looks.getLast()).startsWith(501L, 1L);
    }

    @Test
    void aLookThatFailsIsTriedAgainHalfASecondLater() {
        waits(1);
        rows.put(1L, Found.FREE);
        held.tick();
        pending.removeFirst().fail(new IllegalStateException("no database"));
        nanos += Duration.ofMillis(499).toNanos();
        held.tick();
        assertThat(looks).hasSize(1);

        nanos += Duration.ofMillis(2).toNanos();
        held.tick();
        found(0);

        assertThat(told).containsExactly(Map.entry(1L, Found.FREE));
    }

    private void waits(long... ids) {
        for (long id : ids) {
            held.next(id).subscribe().with(found -> told.put(id, found));
        }
    }

    private void found(int tookMs) {
        nanos += Duration.ofMillis(tookMs).toNanos();
        pending.removeFirst().complete(Map.copyOf(rows));
    }
}
