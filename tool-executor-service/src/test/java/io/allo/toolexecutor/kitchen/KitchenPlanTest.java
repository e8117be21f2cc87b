// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KitchenPlanTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    /** 16:03 in Paris: outside the rush, three minutes into a slot. */
    private static final Instant AFTERNOON = Instant.parse("2026-11-21T15:03:00Z");

    private static final Job SMALL = Job.of(OrderSize.S, false, Duration.ZERO);

    @ParameterizedTest
    @DisplayName("A92: an empty kitchen: preparation 20, 25, 30 minutes, then 5 or 10 of buffer")
    @CsvSource({
        "1, S, false, 20, 25", "2, S, true, 20, 30",
        "3, M, false, 25, 30", "5, M, true, 25, 35",
        "6, L, false, 30, 35", "60, L, true, 30, 40"
    })
    void anEmptyKitchen(int lines, OrderSize size, boolean delivered, int preparation, int earliest) {
        // When
        assertThat(OrderSize.ofLines(lines)).isEqualTo(size);
        Schedule schedule =
                empty().earliest(Job.of(size, delivered, Duration.ZERO), null).orElseThrow();

        // Then
        assertThat(schedule.target()).isEqualTo(AFTERNOON.plus(Duration.ofMinutes(earliest)));
        assertThat(schedule.cookStartAt()).isEqualTo(AFTERNOON);
        assertThat(schedule.handoffAt()).isEqualTo(AFTERNOON.plus(Duration.ofMinutes(preparation)));
        assertThat(schedule.estimatedReadyAt()).isEqualTo(schedule.handoffAt());
    }

    @Test
    @DisplayName("A92: a later wish is kept, an earlier one is raised to what is possible")
    void wishes() {
        Instant later = AFTERNOON.plus(Duration.ofMinutes(60));
        assertThat(empty().earliest(SMALL, later).orElseThrow().cookStartAt())
                .isEqualTo(AFTERNOON.plus(Duration.ofMinutes(35)));
        assertThat(empty().earliest(SMALL, AFTERNOON).orElseThrow().target())
                .isEqualTo(AFTERNOON.plus(Duration.ofMinutes(25)));
    }

    @Test
    @DisplayName("A92: a delivery starts its travel earlier; what would have begun in the past is moved")
    void deliveries() {
        Schedule schedule = empty().earliest(Job.of(OrderSize.S, true, Duration.ofMinutes(25)), null)
                .orElseThrow();
        assertThat(schedule.target()).isEqualTo(AFTERNOON.plus(Duration.ofMinutes(55)));
        assertThat(schedule.cookStartAt()).isEqualTo(AFTERNOON);
        assertThat(schedule.estimatedReadyAt()).isEqualTo(AFTERNOON.plus(Duration.ofMinutes(45)));
    }

    @Test
    @DisplayName("A92: equal wishes fill the kitchen, are moved slot by slot, and end unscheduled beyond 120 minutes")
    void aKitchenThatFills() {
        // Given
        List<Booking> booked = new ArrayList<>();
        Instant wish = AFTERNOON.plus(Duration.ofMinutes(25));
        List<Long> shifts = new ArrayList<>();

        // When
        Optional<Schedule> place = plan(booked).earliest(SMALL, wish);
        while (place.isPresent()) {
            shifts.add(Duration.between(wish, place.get().target()).toMinutes());
            booked.add(new Booking(SMALL, place.get().cookStartAt()));
            place = plan(booked).earliest(SMALL, wish);
        }

        // Then: 8 points in the kitchen and 2 an order for two slots: four at once, after two slots the next four; the
        // last
        // ones, moved by two hours, cook in the rush with 10 points
        assertThat(shifts.subList(0, 9)).containsExactly(0L, 0L, 0L, 0L, 10L, 10L, 10L, 10L, 20L);
        assertThat(shifts).isSorted().endsWith(120L).hasSize(4 * 12 + 5);
    }

    @Test
    @DisplayName("A92: the rush has a larger kitchen; bands are read on the restaurant's clocks, start in, end out")
    void bands() {
        KitchenPlan plan = KitchenPlan.of(
                PlanningConfig.DEFAULTS, PARIS, Instant.parse("2026-11-21T16:30:00Z"), List.of(), List.of());
        assertThat(plan.capacity(5).kitchen()).isEqualTo(8);
        assertThat(plan.startOf(6)).isEqualTo("2026-11-21T17:00:00Z");
        assertThat(plan.capacity(6)).isEqualTo(new Capacity(10, 5, 5, 2));
        KitchenPlan end = KitchenPlan.of(
                PlanningConfig.DEFAULTS, PARIS, Instant.parse("2026-11-21T21:25:00Z"), List.of(), List.of());
        assertThat(end.capacity(0).kitchen()).isEqualTo(10);
        assertThat(end.capacity(1).kitchen()).isEqualTo(8);
    }

    @ParameterizedTest
    @DisplayName("A58, A92: bands follow the clocks on the days when they change, in every zone")
    @CsvSource({
        // at 18:00 local the rush begins, whatever happened to the clocks that day
        "2026-03-29T16:00:00Z, Europe/Paris, 10", // first day of summer time: 18:00
        "2026-03-29T15:55:00Z, Europe/Paris, 8",
        "2026-10-25T17:00:00Z, Europe/Paris, 10", // first day of winter time: 18:00
        "2026-10-25T16:55:00Z, Europe/Paris, 8",
        "2026-11-21T12:30:00Z, Asia/Kolkata, 10",
        "2026-11-21T12:25:00Z, Asia/Kolkata, 8",
        "2026-11-21T23:00:00Z, America/New_York, 10"
    })
    void bandsAndClockChanges(Instant slot, ZoneId zone, int kitchen) {
        KitchenPlan plan = KitchenPlan.of(PlanningConfig.DEFAULTS, zone, slot, List.of(), List.of());
        assertThat(plan.capacity(0).kitchen()).isEqualTo(kitchen);
    }

    @Test
    void theHourThatComesTwiceHasTwiceAsManySlots() {
        // 02:00 to 03:00 happens twice; a band of that hour covers 24 slots, none of them missing or doubled
        PlanningConfig config = own("""
                {"enabled": true, "timeBands": [{"start": "02:00", "end": "03:00", "capacity": {"cuisine": 1}}]}""");
        KitchenPlan plan = KitchenPlan.of(config, PARIS, Instant.parse("2026-10-25T00:00:00Z"), List.of(), List.of());
        long slots = IntStream.range(0, plan.slots())
                .filter(slot -> plan.capacity(slot).kitchen() == 1)
                .count();
        assertThat(slots).isEqualTo(24);
    }

    @Test
    @DisplayName("A92: beyond the horizon of four hours nothing is scheduled")
    void beyondTheHorizon() {
        assertThat(empty().earliest(SMALL, AFTERNOON.plus(Duration.ofHours(5)))).isEmpty();
        assertThat(empty().feasible(SMALL, AFTERNOON.plus(Duration.ofHours(3)))).isTrue();
        assertThat(empty().feasible(SMALL, AFTERNOON.plus(Duration.ofMinutes(24))))
                .isFalse();
    }

    @Test
    @DisplayName("A92: an external load takes its points from first to last slot, both included, of its stations only")
    void externalLoads() {
        // Given
        Disturbance incident = new Disturbance(
                Set.of(Station.KITCHEN, Station.COUNTER),
                7,
                Instant.parse("2026-11-21T14:00:00Z"),
                Instant.parse("2026-11-21T15:10:00Z"));

        // When
        KitchenPlan plan = KitchenPlan.of(PlanningConfig.DEFAULTS, PARIS, AFTERNOON, List.of(), List.of(incident));

        // Then
        assertThat(plan.free(0, Station.KITCHEN)).isEqualTo(1);
        assertThat(plan.free(2, Station.KITCHEN)).isEqualTo(1);
        assertThat(plan.free(3, Station.KITCHEN)).isEqualTo(8);
        assertThat(plan.free(0, Station.COUNTER)).isEqualTo(-3);
        assertThat(plan.free(0, Station.PREPARATION)).isEqualTo(4);
        assertThat(plan.earliest(SMALL, null).orElseThrow().cookStartAt())
                .isEqualTo(AFTERNOON.plus(Duration.ofMinutes(15)));
    }

    @Test
    @DisplayName("A92: an own configuration counts only when enabled, and then over the defaults")
    void ownConfiguration() {
        assertThat(own("{\"slotMinutes\": 10}")).isEqualTo(PlanningConfig.DEFAULTS);
        PlanningConfig own = own("""
                {"enabled": true, "slotMinutes": 10, "maxShiftMin": 30, "defaultCapacity": {"kitchen": 3},
                 "sizeProfiles": {"S": {"kitchenSlots": 1}}, "reservationSessionMin": 60,
                 "timeBands": [{"start": "22:00", "end": "02:00", "capacity": {"livraison": 9}}]}""");
        assertThat(own.slotMinutes()).isEqualTo(10);
        assertThat(own.horizonSlots()).isEqualTo(48);
        assertThat(own.defaultCapacity()).isEqualTo(new Capacity(3, 4, 4, 2));
        assertThat(own.profile(OrderSize.S)).isEqualTo(new SizeProfile(1, 2, 1, 1));
        assertThat(own.profile(OrderSize.L)).isEqualTo(new SizeProfile(4, 5, 2, 2));
        assertThat(own.preparation(OrderSize.S)).hasMinutes(30);
        KitchenPlan night = KitchenPlan.of(own, PARIS, Instant.parse("2026-11-21T23:30:00Z"), List.of(), List.of());
        assertThat(night.capacity(0)).isEqualTo(new Capacity(3, 4, 4, 9));
        assertThat(night.capacity(9)).isEqualTo(new Capacity(3, 4, 4, 2));
    }

    private static PlanningConfig own(String json) {
        try {
            return new ObjectMapper().readValue(json, PlanningDocument.class).over(PlanningConfig.DEFAULTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KitchenPlan empty() {
        return plan(List.of());
    }

    private static KitchenPlan plan(List<Booking> booked) {
        return KitchenPlan.of(PlanningConfig.DEFAULTS, PARIS, AFTERNOON, booked, List.of());
    }
}
