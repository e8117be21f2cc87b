// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import io.allo.toolexecutor.dining.DiningPlan;
import io.allo.toolexecutor.dining.DiningService;
import io.allo.toolexecutor.restaurant.Restaurant;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The capacity rule as a pure function: the service of that time gives duration and covers; without covers the active tables
 * count, without tables the restaurant's seats. Every booking that overlaps takes its seats for the whole meal.
 *
 * @param bookings those that take seats around the times asked about
 */
record Seating(Restaurant restaurant, DiningPlan plan, List<Booking> bookings) {
    private static final Duration STEP = Duration.ofMinutes(15);
    /** How far from the wished time another one is proposed. */
    static final Duration REACH = Duration.ofHours(3);

    /** A meal at one time: its service if there is one, and the seats that are left. */
    record Meal(Instant start, Instant end, @Nullable DiningService service, int seatsLeft) {}

    Meal at(Instant start) {
        DiningService service = plan.serviceAt(LocalDateTime.ofInstant(start, restaurant.zone()))
                .orElse(null);
        return at(start, service, null);
    }

    /** @param duration null = the service's, else the restaurant's */
    Meal at(Instant start, @Nullable DiningService service, @Nullable Duration duration) {
        Instant end = start.plus(duration == null ? duration(service) : duration);
        int taken = bookings.stream()
                .filter(booking -> booking.overlaps(start, end))
                .mapToInt(Booking::guests)
                .sum();
        return new Meal(start, end, service, Math.max(0, capacity(service) - taken));
    }

    /** The nearest other time for this many guests, earlier before later, inside a service when the restaurant has any. */
    Optional<Meal> nearest(Instant wished, int guests, Instant notBefore) {
        return Stream.iterate(STEP, step -> step.compareTo(REACH) <= 0, step -> step.plus(STEP))
                .flatMap(step -> Stream.of(wished.minus(step), wished.plus(step)))
                .filter(time -> !time.isBefore(notBefore))
                .map(this::at)
                .filter(meal -> meal.seatsLeft() >= guests
                        && (meal.service() != null || plan.services().isEmpty()))
                .findFirst();
    }

    private Duration duration(@Nullable DiningService service) {
        Integer minutes = service == null ? null : service.defaultDurationMin();
        return Duration.ofMinutes(minutes == null ? restaurant.facts().avgMealDurationMin() : minutes);
    }

    private int capacity(@Nullable DiningService service) {
        if (service != null && service.maxCovers() != null) {
            return service.maxCovers();
        }
        return plan.seats(restaurant.facts());
    }
}
