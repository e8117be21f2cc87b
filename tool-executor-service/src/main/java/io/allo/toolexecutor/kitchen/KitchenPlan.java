// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The next hours of one kitchen, slot by slot: what each station can do, less what is already booked. Immutable once built;
 * a station may be overbooked (free points below zero) where staff or disturbances filled it.
 */
public final class KitchenPlan {
    private final PlanningConfig config;
    private final Instant now;
    private final Instant anchor;
    private final List<Capacity> capacities;
    private final int[][] free;

    private KitchenPlan(PlanningConfig config, ZoneId zone, Instant now) {
        this.config = config;
        this.now = now;
        this.anchor = config.anchor(now);
        this.capacities = IntStream.range(0, config.horizonSlots())
                .mapToObj(slot -> config.capacityAt(startOf(slot), zone))
                .toList();
        this.free = capacities.stream()
                .map(capacity ->
                        Arrays.stream(Station.values()).mapToInt(capacity::of).toArray())
                .toArray(int[][]::new);
    }

    public static KitchenPlan of(
            PlanningConfig config, ZoneId zone, Instant now, List<Booking> bookings, List<Disturbance> disturbances) {
        KitchenPlan plan = new KitchenPlan(config, zone, now);
        bookings.forEach(booking -> plan.uses(booking).forEach(plan::take));
        disturbances.forEach(disturbance -> plan.uses(disturbance).forEach(plan::take));
        return plan;
    }

    /** What a booked order takes, in slots of this plan. */
    public List<Use> uses(Booking booking) {
        return Use.of(booking.job(), slotOf(booking.cookStartAt()), config);
    }

    private List<Use> uses(Disturbance disturbance) {
        // Cut to the horizon: a disturbance may last for days.
        int first = Math.max(0, slotOf(disturbance.startAt()));
        int last = Math.min(config.horizonSlots() - 1, slotOf(disturbance.endAt()));
        return last < first
                ? List.of()
                : disturbance.stations().stream()
                        .map(station -> new Use(station, first, last - first + 1, disturbance.points()))
                        .toList();
    }

    private void take(Use use) {
        use.indexes()
                .filter(slot -> slot >= 0 && slot < free.length)
                .forEach(slot -> free[slot][use.station().ordinal()] -= use.points());
    }

    /**
     * The first place at or after the wished time, moved by at most {@code maxShiftMin}; empty when there is none within that
     * and the horizon.
     *
     * @param requested the wished time; null = as soon as possible
     */
    public Optional<Schedule> earliest(Job job, @Nullable Instant requested) {
        Instant possible = soonest(job);
        Instant target = requested != null && requested.isAfter(possible) ? requested : possible;
        int shifts = config.maxShiftMin() / config.slotMinutes();
        return IntStream.rangeClosed(0, shifts)
                .mapToObj(shift -> target.plus(config.slot().multipliedBy(shift)))
                .filter(shifted -> fits(job, shifted))
                .findFirst()
                .map(shifted -> schedule(job, shifted));
    }

    /** Can the job be promised for exactly this time? */
    public boolean feasible(Job job, Instant target) {
        return !target.isBefore(soonest(job)) && fits(job, target);
    }

    private Instant soonest(Job job) {
        return now.plus(config.preparation(job.size())).plus(config.buffer(job.delivered()));
    }

    private boolean fits(Job job, Instant target) {
        Instant start = cookStart(job, target);
        return !start.isBefore(anchor)
                && Use.of(job, slotOf(start), config).stream().allMatch(this::hasRoom);
    }

    private boolean hasRoom(Use use) {
        return use.indexes()
                .allMatch(slot -> slot < free.length && free[slot][use.station().ordinal()] >= use.points());
    }

    private Instant cookStart(Job job, Instant target) {
        return target.minus(config.buffer(job.delivered()))
                .minus(config.preparation(job.size()))
                .minus(job.transit());
    }

    private Schedule schedule(Job job, Instant target) {
        Instant start = cookStart(job, target);
        Instant handoff = start.plus(config.preparation(job.size()));
        return new Schedule(job.size(), target, start, handoff, handoff.plus(job.transit()));
    }

    private int slotOf(Instant instant) {
        long seconds = Duration.between(anchor, instant).toSeconds();
        long slot = Math.floorDiv(seconds, config.slot().toSeconds());
        return (int) Math.clamp(slot, -10L * config.horizonSlots(), 10L * config.horizonSlots());
    }

    public PlanningConfig config() {
        return config;
    }

    public Instant anchor() {
        return anchor;
    }

    public int slots() {
        return free.length;
    }

    public Instant startOf(int slot) {
        return anchor.plus(config.slot().multipliedBy(slot));
    }

    public Capacity capacity(int slot) {
        return capacities.get(slot);
    }

    /** Points left; below zero when overbooked. */
    public int free(int slot, Station station) {
        return free[slot][station.ordinal()];
    }
}
