// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.kitchen.Job;
import io.allo.toolexecutor.kitchen.KitchenPlan;
import io.allo.toolexecutor.kitchen.OrderSize;
import io.allo.toolexecutor.kitchen.PlanningConfig;
import io.allo.toolexecutor.kitchen.PlanningDocument;
import io.allo.toolexecutor.kitchen.Schedule;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The kitchen's plan of a restaurant, as it is now. */
@ApplicationScoped
@RegisterForReflection(
        targets = {
            PlanningDocument.class,
            PlanningDocument.Band.class,
            PlanningDocument.Points.class,
            PlanningDocument.Profile.class
        })
public class Planning implements KitchenPlans {
    private static final Logger LOG = Logger.getLogger(Planning.class);

    private final BookedOrders orders;
    private final ExternalLoads loads;
    private final Json json;
    private final Clock clock;

    Planning(BookedOrders orders, ExternalLoads loads, Json json, Clock clock) {
        this.orders = orders;
        this.loads = loads;
        this.json = json;
        this.clock = clock;
    }

    /** A plan and what it was made from. */
    record Snapshot(KitchenPlan plan, List<BookedOrder> orders, List<ExternalLoad> loads) {}

    /** Reads in a session of its own. */
    @Override
    @WithSession
    public Uni<KitchenPlan> plan(Restaurant restaurant) {
        return now(restaurant).map(Snapshot::plan);
    }

    @WithSession
    Uni<Snapshot> now(Restaurant restaurant) {
        return snapshot(restaurant, configOf(restaurant), clock.instant());
    }

    /**
     * A place for an order that the current transaction is about to store; the caller holds the restaurant's lock, so that two
     * confirmations never take the last place together. A plan that makes no sense gives no place: an order is worth more than
     * its schedule. Fails with {@link PlanUnreadableException} when a statement failed, for then the transaction is lost.
     */
    public Uni<Optional<Schedule>> place(Restaurant restaurant, Job job, Instant requested) {
        Instant now = clock.instant();
        PlanningConfig config;
        try {
            config = configOf(restaurant);
        } catch (RuntimeException e) {
            LOG.warnf("order stays unscheduled, planningConfig unusable restaurantId=%s", restaurant.id());
            return Uni.createFrom().item(Optional.empty());
        }
        return snapshot(restaurant, config, now)
                .onFailure()
                .transform(PlanUnreadableException::new)
                .map(snapshot -> snapshot.plan().earliest(job, requested));
    }

    private Uni<Snapshot> snapshot(Restaurant restaurant, PlanningConfig config, Instant now) {
        Instant from = config.anchor(now);
        Instant until = config.horizonEnd(now);
        return orders.cooking(restaurant.id(), from.minus(longest(config)), until)
                .chain(booked -> loads.between(restaurant.id(), from, until).map(other -> {
                    KitchenPlan plan = KitchenPlan.of(
                            config,
                            restaurant.zone(),
                            now,
                            booked.stream().map(BookedOrder::booking).toList(),
                            other.stream().map(ExternalLoad::disturbance).toList());
                    return new Snapshot(plan, booked, other);
                }));
    }

    /** An order that began earlier than this is through. */
    private static Duration longest(PlanningConfig config) {
        return Arrays.stream(OrderSize.values())
                .map(config::preparation)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private PlanningConfig configOf(Restaurant restaurant) {
        String own = restaurant.kitchen().planningConfig();
        return own == null
                ? PlanningConfig.DEFAULTS
                : json.read(own, PlanningDocument.class).over(PlanningConfig.DEFAULTS);
    }
}
