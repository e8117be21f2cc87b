// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import io.allo.toolexecutor.kitchen.Job;
import io.allo.toolexecutor.kitchen.KitchenPlan;
import io.allo.toolexecutor.planning.KitchenPlans;
import io.allo.toolexecutor.restaurant.OpeningHours;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What a restaurant's two switches make of a time: the kitchen's plan may move it or have no room, the opening hours may
 * forbid it. Both are off by default; then every time stays as it is.
 */
@ApplicationScoped
class ReadyTimes {
    private static final Logger LOG = Logger.getLogger(ReadyTimes.class);

    private final KitchenPlans plans;

    ReadyTimes(KitchenPlans plans) {
        this.plans = plans;
    }

    /** The time, or why there is none. */
    sealed interface Settled {
        record At(Instant time) implements Settled {}

        record KitchenFull() implements Settled {}

        record Closed(Optional<Instant> opensAt) implements Settled {}
    }

    /** @param travel of a delivery: the kitchen must be open when the food leaves */
    Uni<Settled> settle(Restaurant restaurant, Job job, Instant wished, Duration travel) {
        return planned(restaurant, job, wished)
                .map(settled -> settled instanceof Settled.At(Instant time) && closed(restaurant, time.minus(travel))
                        ? new Settled.Closed(hours(restaurant).nextOpening(time.minus(travel)))
                        : settled);
    }

    private Uni<Settled> planned(Restaurant restaurant, Job job, Instant wished) {
        if (!restaurant.kitchen().availabilityUsesPlanning()) {
            return Uni.createFrom().item(new Settled.At(wished));
        }
        return plans.plan(restaurant)
                .map(plan -> planned(plan, job, wished))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf(failure, "availability without the kitchen's plan restaurantId=%s", restaurant.id());
                    return new Settled.At(wished);
                });
    }

    private static Settled planned(KitchenPlan plan, Job job, Instant wished) {
        if (wished.isAfter(plan.startOf(plan.slots()))) {
            return new Settled.At(wished); // beyond the horizon nothing is planned yet
        }
        return plan.earliest(job, wished)
                .<Settled>map(place -> new Settled.At(place.target()))
                .orElseGet(Settled.KitchenFull::new);
    }

    private static boolean closed(Restaurant restaurant, Instant time) {
        return restaurant.kitchen().checkOpeningHours() && !hours(restaurant).openAt(time);
    }

    private static OpeningHours hours(Restaurant restaurant) {
        return new OpeningHours(restaurant.facts().openingHours(), restaurant.zone());
    }
}
