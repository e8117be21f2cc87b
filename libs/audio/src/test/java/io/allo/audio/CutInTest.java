// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.audio.CutInSet.Item;
import io.allo.audio.CutInSet.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The published figures of barge-in over the whole {@link CutInSet}, printed: {@code mvn -pl libs/audio test -Dtest=CutInTest},
 * with {@code -Dconfirm=340} for another confirmation than the telephone's.
 */
class CutInTest {
    private static final Logger LOG = Logger.getLogger(CutInTest.class.getName());
    /** Default of {@code allo.voice.barge-in-confirm}. */
    private static final int CONFIRM_MS = 440;

    private static List<Item> set = List.of();

    @BeforeAll
    static void makeTheSet() throws IOException {
        SyntheticSpeech.needed();
        set = CutInSet.make();
    }

    @Test
    void atMostTwoPerCentOfOtherSoundsCutAndAtMostTwoPerCentOfInterruptionsAreMissed() {
        // When
        long before = System.nanoTime();
        Duration confirm = Duration.ofMillis(Integer.getInteger("confirm", CONFIRM_MS));
        List<CutInRun> runs =
                set.stream().map(item -> new CutInRun(item, confirm).run()).toList();
        double micros = (System.nanoTime() - before) / 1000.0 / set.size() / 300;

        // Then
        List<CutInRun> interruptions = of(runs, run -> run.item().kind() == Kind.INTERRUPTION);
        List<CutInRun> others = of(runs, run -> run.item().kind() != Kind.INTERRUPTION);
        List<CutInRun> falseCuts = of(others, CutInRun::cut);
        List<CutInRun> missed = of(interruptions, not(CutInRun::cut).or(CutInRun::cutInVain));
        for (Kind kind : Kind.values()) {
            List<CutInRun> those = of(runs, run -> run.item().kind() == kind);
            log("%-12s %3d items, paused %3d, cut %3d", kind, those.size(), paused(those), cuts(those));
        }
        log("false cut-ins: %d of %d (%.1f %%)", falseCuts.size(), others.size(), share(falseCuts, others));
        log("missed: %d of %d (%.1f %%)", missed.size(), interruptions.size(), share(missed, interruptions));
        int[] pauses = sorted(of(interruptions, CutInRun::paused), CutInRun::pauseAfterMs);
        int[] cuts = sorted(of(interruptions, CutInRun::cut), CutInRun::cutAfterMs);
        log("first sound to pause: p50 %d ms, p95 %d ms", quantile(pauses, 50), quantile(pauses, 95));
        log("first sound to cut: p50 %d ms, p95 %d ms", quantile(cuts, 50), quantile(cuts, 95));
        log("%.0f us a frame, making of the sounds included", micros);
        if (confirm.toMillis() == CONFIRM_MS) {
            assertThat(set).hasSizeGreaterThan(500);
            assertThat(share(falseCuts, others)).isLessThanOrEqualTo(2);
            assertThat(share(missed, interruptions)).isLessThanOrEqualTo(2);
            assertThat(quantile(pauses, 95)).isLessThanOrEqualTo(150);
        }
    }

    private static void log(String format, Object... values) {
        LOG.info(String.format(format, values));
    }

    private static List<CutInRun> of(List<CutInRun> runs, Predicate<CutInRun> which) {
        return runs.stream().filter(which).toList();
    }

    private static int cuts(List<CutInRun> runs) {
        return of(runs, CutInRun::cut).size();
    }

    private static int paused(List<CutInRun> runs) {
        return of(runs, CutInRun::paused).size();
    }

    private static double share(List<CutInRun> part, List<CutInRun> all) {
        return 100.0 * part.size() / all.size();
    }

    private static int[] sorted(List<CutInRun> runs, ToIntFunction<CutInRun> value) {
        int[] values = runs.stream().mapToInt(value).toArray();
        Arrays.sort(values);
        return values;
    }

    /** Nearest rank: so many per cent are not above it. */
    private static int quantile(int[] sorted, int percent) {
        return sorted[Math.max(0, Math.ceilDiv(sorted.length * percent, 100) - 1)];
    }
}
