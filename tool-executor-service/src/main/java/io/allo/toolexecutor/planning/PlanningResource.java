// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.kitchen.Job;
import io.allo.toolexecutor.kitchen.KitchenPlan;
import io.allo.toolexecutor.kitchen.OrderSize;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /api/planning}: when an order would fit, and what the kitchen is doing. */
@Path("/api/planning")
class PlanningResource {
    private static final List<String> ORDER_TYPES = List.of("pickup", "delivery", "dine_in");
    private static final int MOST_ITEMS = 1000;
    private static final int LONGEST_TRANSIT_MIN = 600;

    private final Restaurants restaurants;
    private final Planning planning;
    private final Caller caller;

    PlanningResource(Restaurants restaurants, Planning planning, Caller caller) {
        this.restaurants = restaurants;
        this.planning = planning;
        this.caller = caller;
    }

    record AvailableSlot(Instant time, boolean feasible) {}

    /** Every slot of the horizon: can an order be promised for that time? */
    @GET
    @Path("/available-slots")
    public Uni<List<AvailableSlot>> availableSlots(
            @RestQuery @Nullable String restaurantId,
            @RestQuery @Nullable String orderType,
            @RestQuery @Nullable String itemCount,
            @RestQuery @Nullable String transitMin) {
        boolean delivered = "delivery".equals(checkedType(orderType));
        OrderSize size = OrderSize.ofLines(number("itemCount", itemCount, 1, MOST_ITEMS, 1));
        Duration transit = Duration.ofMinutes(number("transitMin", transitMin, 0, LONGEST_TRANSIT_MIN, 0));
        Job job = Job.of(size, delivered, transit);
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(planning::now)
                .map(snapshot -> slots(snapshot.plan(), job));
    }

    @GET
    @Path("/timeline")
    public Uni<Timeline> timeline(@RestQuery @Nullable String restaurantId) {
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(planning::now)
                .map(Timeline::of);
    }

    private static List<AvailableSlot> slots(KitchenPlan plan, Job job) {
        return IntStream.range(0, plan.slots())
                .mapToObj(plan::startOf)
                .map(time -> new AvailableSlot(time, plan.feasible(job, time)))
                .toList();
    }

    private static String checkedType(@Nullable String orderType) {
        if (orderType == null || orderType.isBlank()) {
            return "pickup";
        }
        if (!ORDER_TYPES.contains(orderType)) {
            throw ApiException.badRequest(
                    "unknown orderType (expected: one of " + String.join(", ", ORDER_TYPES) + ")");
        }
        return orderType;
    }

    private static int number(String name, @Nullable String text, int least, int most, int otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a number out of range.
        }
        throw ApiException.badRequest(
                name + " is not usable (expected: a whole number from " + least + " to " + most + ")");
    }
}
