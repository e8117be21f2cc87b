// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * What a kitchen plans with.
 *
 * @param slotMinutes length of a slot
 * @param horizonSlots slots planned ahead; beyond them nothing is scheduled
 * @param timeBands the first that contains a slot's local time gives its capacity
 * @param defaultCapacity capacity outside all bands
 * @param bufferPickupMin minutes between hand-off and the promised time, for orders that are not delivered
 * @param bufferDeliveryMin the same for deliveries
 * @param maxShiftMin how far an order is moved to find room
 */
public record PlanningConfig(
        int slotMinutes,
        int horizonSlots,
        List<TimeBand> timeBands,
        Capacity defaultCapacity,
        Map<OrderSize, SizeProfile> sizeProfiles,
        int bufferPickupMin,
        int bufferDeliveryMin,
        int maxShiftMin) {
    private static final Capacity RUSH = new Capacity(10, 5, 5, 2);

    public static final PlanningConfig DEFAULTS = new PlanningConfig(
            5,
            48,
            List.of(
                    new TimeBand(LocalTime.of(11, 0), LocalTime.of(14, 30), RUSH),
                    new TimeBand(LocalTime.of(18, 0), LocalTime.of(22, 30), RUSH)),
            new Capacity(8, 4, 4, 2),
            Map.of(
                    OrderSize.S, new SizeProfile(2, 2, 1, 1),
                    OrderSize.M, new SizeProfile(3, 3, 2, 1),
                    OrderSize.L, new SizeProfile(4, 5, 2, 2)),
            5,
            10,
            120);

    public PlanningConfig {
        if (slotMinutes < 1 || horizonSlots < 1) {
            throw new IllegalArgumentException(
                    "slotMinutes is " + slotMinutes + ", horizonSlots " + horizonSlots + " (expected: at least 1)");
        }
        timeBands = List.copyOf(timeBands);
        sizeProfiles = Map.copyOf(sizeProfiles);
    }

    public Duration slot() {
        return Duration.ofMinutes(slotMinutes);
    }

    public SizeProfile profile(OrderSize size) {
        SizeProfile profile = sizeProfiles.get(size);
        if (profile == null) {
            throw new IllegalStateException("no profile for size " + size);
        }
        return profile;
    }

    /** From the start of cooking to the hand-off: the kitchen's slots, one of preparation, one at the counter. */
    public Duration preparation(OrderSize size) {
        return slot().multipliedBy(profile(size).kitchenSlots() + 2L);
    }

    public Duration buffer(boolean delivered) {
        return Duration.ofMinutes(delivered ? bufferDeliveryMin : bufferPickupMin);
    }

    /** {@code now} floored to the slot, counted from the epoch so that clock changes move no slot. */
    public Instant anchor(Instant now) {
        long seconds = slot().toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), seconds) * seconds);
    }

    public Instant horizonEnd(Instant now) {
        return anchor(now).plus(slot().multipliedBy(horizonSlots));
    }

    Capacity capacityAt(Instant slotStart, ZoneId zone) {
        LocalTime local = slotStart.atZone(zone).toLocalTime();
        return timeBands.stream()
                .filter(band -> band.contains(local))
                .map(TimeBand::capacity)
                .findFirst()
                .orElse(defaultCapacity);
    }
}
