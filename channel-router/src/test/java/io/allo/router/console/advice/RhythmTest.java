// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bursts of texts with a virtual clock: B47, B48. */
class RhythmTest {
    private final List<Instant> begun = new ArrayList<>();
    private final List<Due> waiting = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    private record Due(Instant at, Runnable task) {}

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private final Rhythm rhythm = new Rhythm(
            Duration.ofSeconds(2), clock, (delay, task) -> waiting.add(new Due(now.plus(delay), task)), this::said);

    private void said() {
        if (rhythm.begins()) {
            begun.add(now);
        }
    }

    private void until(long ms) {
        Instant end = Instant.EPOCH.plusMillis(ms);
        while (true) {
            Due next = waiting.stream()
                    .filter(due -> !due.at().isAfter(end))
                    .min(Comparator.comparing(Due::at))
                    .orElse(null);
            if (next == null) {
                break;
            }
            waiting.remove(next);
            now = next.at();
            next.task().run();
        }
        now = end;
    }

    private List<Long> times() {
        return begun.stream().map(Instant::toEpochMilli).toList();
    }

    @Test
    void aBurstIsThoughtAboutOnceAndItsLastTextOnceMoreAtTheWindowsEnd() {
        for (int ms = 0; ms <= 1_000; ms += 100) {
            until(ms);
            said();
            if (ms == 0) {
                rhythm.ended();
            }
        }
        until(10_000);
        assertThat(times()).containsExactly(0L, 2_000L);
    }

    @Test
    void whatIsSaidWhileThinkingTakesLongIsThoughtAboutAfterwards() {
        said();
        until(1_000);
        said();
        until(5_000);
        assertThat(times()).containsExactly(0L);
        rhythm.ended();
        until(5_001);
        assertThat(times()).containsExactly(0L, 5_000L);
    }

    @Test
    void whoSpeaksSeldomIsNotHeldUp() {
        for (int ms = 0; ms <= 6_000; ms += 2_000) {
            until(ms);
            said();
            rhythm.ended();
        }
        assertThat(times()).containsExactly(0L, 2_000L, 4_000L, 6_000L);
    }
}
