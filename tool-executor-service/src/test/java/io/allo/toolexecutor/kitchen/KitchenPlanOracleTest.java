// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random kitchens against a second, simpler reading of the rules: a map from (station, slot start) to points, the numbers of
 * the default profiles written out. A seed that fails is in the test's name.
 */
class KitchenPlanOracleTest {
    private static final long SLOT = 300;
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("Europe/Paris"),
            ZoneId.of("America/New_York"),
            ZoneId.of("Asia/Kathmandu"),
            ZoneId.of("Australia/Lord_Howe"));

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("A92: every order gets the oracle's place, and no confirmed order ever overfills a slot")
    void placesAreTheOracles(long seed) {
        // Given
        Random random = new Random(seed);
        ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
        Instant now = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextLong(366L * 86_400));
        Oracle oracle = new Oracle(zone, now);
        List<Booking> booked = new ArrayList<>();

        for (int i = 0; i < 60; i++) {
            OrderSize size = OrderSize.values()[random.nextInt(3)];
            boolean delivered = random.nextInt(3) == 0;
            Job job = Job.of(size, delivered, Duration.ofMinutes(random.nextInt(30)));
            Instant wish = random.nextInt(4) == 0 ? null : now.plusSeconds(random.nextLong(5 * 3600));

            // When
            var place = KitchenPlan.of(PlanningConfig.DEFAULTS, zone, now, booked, List.of())
                    .earliest(job, wish);

            // Then
            assertThat(place.map(Schedule::cookStartAt).orElse(null)).isEqualTo(oracle.place(job, wish));
            place.ifPresent(found -> booked.add(new Booking(job, found.cookStartAt())));
        }
        oracle.assertNothingOverfilled();
    }

    private static final class Oracle {
        private final ZoneId zone;
        private final long now;
        private final long anchor;
        private final Map<String, Integer> taken = new HashMap<>();

        Oracle(ZoneId zone, Instant now) {
            this.zone = zone;
            this.now = now.getEpochSecond();
            this.anchor = this.now - this.now % SLOT;
        }

        /** Tries every target one after the other, and books the first that fits. */
        Instant place(Job job, Instant wish) {
            int cooking = Map.of(OrderSize.S, 2, OrderSize.M, 3, OrderSize.L, 4).get(job.size());
            long minutes = (cooking + 2) * 5L + (job.delivered() ? 10 : 5);
            long target = Math.max(now + minutes * 60, wish == null ? 0 : wish.getEpochSecond());
            for (long shifted = target; shifted <= target + 120 * 60; shifted += SLOT) {
                long start = shifted - minutes * 60 - job.transit().toSeconds();
                Map<String, Integer> needs = needs(job, start - Math.floorMod(start, SLOT));
                if (start >= anchor && needs.keySet().stream().allMatch(key -> room(key, needs.get(key)))) {
                    needs.forEach((key, points) -> taken.merge(key, points, Integer::sum));
                    return Instant.ofEpochSecond(start);
                }
            }
            return null;
        }

        private static Map<String, Integer> needs(Job job, long first) {
            int[] points = switch (job.size()) {
                case S -> new int[] {2, 2, 1, 1};
                case M -> new int[] {3, 3, 2, 1};
                case L -> new int[] {4, 5, 2, 2};
            };
            Map<String, Integer> needs = new HashMap<>();
            long slot = first;
            for (int i = 0; i < points[0]; i++, slot += SLOT) {
                needs.put("KITCHEN@" + slot, points[1]);
            }
            needs.put("PREPARATION@" + slot, points[2]);
            slot += SLOT;
            needs.put("COUNTER@" + slot, points[3]);
            for (long left = job.transit().toSeconds(); left > 0; left -= SLOT) {
                slot += SLOT;
                needs.put("DELIVERY@" + slot, 1);
            }
            return needs;
        }

        private boolean room(String key, int points) {
            long slot = Long.parseLong(key.substring(key.indexOf('@') + 1));
            return slot < anchor + 48 * SLOT && taken.getOrDefault(key, 0) + points <= capacity(key);
        }

        private int capacity(String key) {
            LocalTime at = LocalTime.ofInstant(
                    Instant.ofEpochSecond(Long.parseLong(key.substring(key.indexOf('@') + 1))), zone);
            int minute = at.toSecondOfDay() / 60;
            boolean rush = minute >= 660 && minute < 870 || minute >= 1080 && minute < 1350;
            return switch (Station.valueOf(key.substring(0, key.indexOf('@')))) {
                case KITCHEN -> rush ? 10 : 8;
                case PREPARATION, COUNTER -> rush ? 5 : 4;
                case DELIVERY -> 2;
            };
        }

        void assertNothingOverfilled() {
            assertThat(Set.copyOf(taken.entrySet()))
                    .allSatisfy(entry -> assertThat(entry.getValue()).isLessThanOrEqualTo(capacity(entry.getKey())));
        }
    }
}
