// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Points taken from one station in consecutive slots.
 *
 * @param firstSlot index in the plan, negative before its anchor
 * @param slots how many
 * @param points taken in each of them
 */
public record Use(Station station, int firstSlot, int slots, int points) {
    /** What a job takes when its cooking starts in {@code startSlot}: kitchen, then preparation, counter and driver. */
    static List<Use> of(Job job, int startSlot, PlanningConfig config) {
        SizeProfile profile = config.profile(job.size());
        int afterKitchen = startSlot + profile.kitchenSlots();
        List<Use> uses = new ArrayList<>();
        uses.add(new Use(Station.KITCHEN, startSlot, profile.kitchenSlots(), profile.kitchenPoints()));
        uses.add(new Use(Station.PREPARATION, afterKitchen, 1, profile.preparationPoints()));
        uses.add(new Use(Station.COUNTER, afterKitchen + 1, 1, profile.counterPoints()));
        int driving = Math.toIntExact(
                Math.ceilDiv(job.transit().toSeconds(), config.slot().toSeconds()));
        if (driving > 0) {
            uses.add(new Use(Station.DELIVERY, afterKitchen + 2, driving, 1));
        }
        return uses;
    }

    IntStream indexes() {
        return IntStream.range(firstSlot, firstSlot + slots);
    }

    public Instant start(PlanningConfig config, Instant anchor) {
        return anchor.plus(config.slot().multipliedBy(firstSlot));
    }

    public Instant end(PlanningConfig config, Instant anchor) {
        return anchor.plus(config.slot().multipliedBy(firstSlot + (long) slots));
    }
}
