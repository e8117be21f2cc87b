// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import io.allo.contracts.session.SessionFacts;
import io.allo.toolexecutor.dining.Dining;
import io.allo.toolexecutor.reservation.TableAnswer.Free;
import io.allo.toolexecutor.reservation.TableAnswer.Full;
import io.allo.toolexecutor.reservation.TableAnswer.Refused;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Is there a table at that time for that many? Says so without holding one: booking asks again under the lock. */
@ApplicationScoped
public class TableCheck {
    /** Longest meal that a service may set, so that bookings around a proposed time are all read. */
    private static final Duration LONGEST_MEAL = Duration.ofDays(1);

    private final Dining dining;
    private final ReservationRepository repository;
    private final Clock clock;

    TableCheck(Dining dining, ReservationRepository repository, Clock clock) {
        this.dining = dining;
        this.repository = repository;
        this.clock = clock;
    }

    /** @param wishedTime as asked, see {@link ReservationTime}; null = as early as the restaurant takes bookings */
    @WithSession
    public Uni<TableAnswer> check(Restaurant restaurant, @Nullable String wishedTime, @Nullable Integer partySize) {
        SessionFacts.Restaurant facts = restaurant.facts();
        // The minute as it is announced is the minute that is booked.
        Instant earliest = roundedUp(clock.instant().plus(Duration.ofMinutes(facts.minReservationAdvanceMin())));
        Instant time = ReservationTime.read(wishedTime, restaurant, clock).orElse(earliest);
        if (!facts.reservationEnabled()) {
            return refused("reservation_not_enabled");
        }
        if (partySize == null || partySize < 1) {
            return refused("party_size_required");
        }
        if (time.isBefore(clock.instant().plus(Duration.ofMinutes(facts.minReservationAdvanceMin())))) {
            return refused("reservation_too_soon_min_" + facts.minReservationAdvanceMin() + "min");
        }
        if (time.isAfter(clock.instant().plus(Duration.ofDays(facts.maxReservationAdvanceDays())))) {
            return refused("reservation_too_far_max_" + facts.maxReservationAdvanceDays() + "days");
        }
        return seating(restaurant, time).map(seating -> answer(seating, time, partySize, earliest));
    }

    private static TableAnswer answer(Seating seating, Instant time, int guests, Instant earliest) {
        Seating.Meal meal = seating.at(time);
        if (meal.seatsLeft() >= guests) {
            return new Free(time, meal.service(), meal.seatsLeft());
        }
        Instant alternative =
                seating.nearest(time, guests, earliest).map(Seating.Meal::start).orElse(null);
        return new Full(meal.service(), meal.seatsLeft(), guests, alternative);
    }

    /** The tables and the bookings around a time, in the current session or transaction. */
    Uni<Seating> seating(Restaurant restaurant, Instant time) {
        return dining.plan(restaurant.id())
                .chain(plan -> repository
                        .overlapping(
                                restaurant.id(),
                                time.minus(Seating.REACH),
                                time.plus(Seating.REACH).plus(LONGEST_MEAL))
                        .map(bookings -> new Seating(restaurant, plan, bookings)));
    }

    private static Instant roundedUp(Instant time) {
        Instant minute = time.truncatedTo(ChronoUnit.MINUTES);
        return minute.equals(time) ? minute : minute.plus(Duration.ofMinutes(1));
    }

    private static Uni<TableAnswer> refused(String reason) {
        return Uni.createFrom().item(new Refused(reason));
    }
}
