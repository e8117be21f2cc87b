// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import io.allo.contracts.events.BusinessEvent;
import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.customer.Customers;
import io.allo.toolexecutor.dining.DiningPlan;
import io.allo.toolexecutor.dining.DiningService;
import io.allo.toolexecutor.dining.Offer;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.allo.toolexecutor.outbox.Outbox;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Books a table in one transaction under the restaurant's lock: the seats are counted again, so that calls in parallel never
 * book more than there are; the reservation, its fact and its answer are stored together.
 */
@ApplicationScoped
class ReservationBooking {
    private static final Logger LOG = Logger.getLogger(ReservationBooking.class);

    private final ReservationRepository repository;
    private final TableCheck check;
    private final NamedTables tables;
    private final Customers customers;
    private final Outbox outbox;
    private final Idempotency idempotency;
    private final Json json;
    private final Clock clock;

    ReservationBooking(
            ReservationRepository repository,
            TableCheck check,
            NamedTables tables,
            Customers customers,
            Outbox outbox,
            Idempotency idempotency,
            Json json,
            Clock clock) {
        this.repository = repository;
        this.check = check;
        this.tables = tables;
        this.customers = customers;
        this.outbox = outbox;
        this.idempotency = idempotency;
        this.json = json;
        this.clock = clock;
    }

    /** Books; 409 with the check's reason when there is no place. */
    Uni<Answer> book(Restaurant restaurant, NewReservation request, @Nullable ActionKey key) {
        return idempotency.once(key, () -> {
            ReservationEntity wanted = toRow(restaurant, request);
            return repository
                    .lockRestaurant(restaurant.id())
                    .chain(() -> wanted.callId == null
                            ? Uni.createFrom().<ReservationEntity>nullItem()
                            : repository.sameAsBefore(wanted))
                    .chain(first -> first != null
                            ? Uni.createFrom().item(created(first, restaurant))
                            : refusalOfSpokenTime(restaurant, request)
                                    .chain(refusal -> refusal != null
                                            ? Uni.createFrom().item(refusal)
                                            : seat(restaurant, request, wanted)));
        });
    }

    /** A time that was only said was never checked: the lead times hold for it too. */
    private Uni<@Nullable Outcome> refusalOfSpokenTime(Restaurant restaurant, NewReservation request) {
        String time = request.reservationTime() == null ? "" : request.reservationTime();
        if (!ReservationTime.isSpoken(time)) {
            return Uni.createFrom().nullItem();
        }
        return check.check(restaurant, time, request.guests())
                .map(answer -> answer instanceof TableAnswer.Refused refused ? noPlace(refused.reason()) : null);
    }

    private Uni<Outcome> seat(Restaurant restaurant, NewReservation request, ReservationEntity wanted) {
        return check.seating(restaurant, wanted.reservationTime).chain(seating -> {
            DiningService service = service(restaurant, request, seating.plan(), wanted.reservationTime);
            wanted.offerId = offer(restaurant, request, seating.plan(), wanted.reservationTime);
            Duration duration = request.durationMin() == null ? null : Duration.ofMinutes(request.durationMin());
            Seating.Meal meal = seating.at(wanted.reservationTime, service, duration);
            wanted.endTime = meal.end();
            wanted.serviceId = service == null ? null : service.id();
            boolean full = ReservationStatus.of(wanted.status).takesSeats() && meal.seatsLeft() < wanted.partySize;
            return full
                    ? Uni.createFrom()
                            .item(noPlace(
                                    new TableAnswer.Full(service, meal.seatsLeft(), wanted.partySize, null).reason()))
                    : tables.areFree(restaurant, wanted, request.tables())
                            .chain(free -> free
                                    ? store(restaurant, request, wanted)
                                    : Uni.createFrom().item(noPlace("table_taken")));
        });
    }

    private Uni<Outcome> store(Restaurant restaurant, NewReservation request, ReservationEntity row) {
        UUID customerId = uuid(request.customerId());
        return customers
                .byIds(restaurant.id(), customerId == null ? Set.of() : Set.of(customerId))
                .invoke(known -> row.customerId = known.isEmpty() ? null : customerId)
                .chain(() -> repository.persistAndFlush(row))
                .call(() -> outbox.add(new BusinessEvent.ReservationPlaced(
                        UUID.randomUUID().toString(),
                        row.createdAt,
                        restaurant.id().toString(),
                        row.id.toString(),
                        row.callId)))
                .invoke(() -> LOG.infof(
                        "table booked restaurantId=%s reservationId=%s callId=%s",
                        row.restaurantId, row.id, row.callId))
                .map(stored -> created(stored, restaurant));
    }

    private ReservationEntity toRow(Restaurant restaurant, NewReservation request) {
        ReservationEntity row = new ReservationEntity();
        row.id = UUID.randomUUID();
        row.restaurantId = restaurant.id();
        row.callId = request.callId();
        row.customerName =
                request.customerName() == null ? null : request.customerName().strip();
        row.customerPhone = PhoneNumbers.normalise(request.customerPhone(), restaurant.region())
                .orElseThrow(() -> ApiException.badRequest(
                        "customerPhone is no phone number (expected: one such as +33612345678)"));
        row.callerPhone = PhoneNumbers.normalise(request.callerPhone(), restaurant.region())
                .orElse(null);
        row.partySize = request.guests();
        row.reservationTime = ReservationTime.read(request.reservationTime(), restaurant, clock)
                .orElseThrow(() -> ApiException.badRequest("reservationTime is required"))
                .truncatedTo(ChronoUnit.SECONDS);
        row.status = request.firstStatus().wireName();
        row.seatingPreference = request.seatingPreference();
        row.notes = request.notes() == null ? "" : request.notes();
        row.diningRoomId = request.diningRoomId();
        row.tableIds = json.write(request.tables());
        row.createdAt = clock.instant();
        row.updatedAt = row.createdAt;
        return row;
    }

    private static @Nullable DiningService service(
            Restaurant restaurant, NewReservation request, DiningPlan plan, Instant time) {
        if (request.serviceId() == null || request.serviceId().isBlank()) {
            return plan.serviceAt(LocalDateTime.ofInstant(time, restaurant.zone()))
                    .orElse(null);
        }
        UUID id = uuid(request.serviceId());
        return (id == null ? Optional.<DiningService>empty() : plan.service(id))
                .orElseThrow(() -> ApiException.notFound("unknown dining service"));
    }

    private static @Nullable UUID offer(Restaurant restaurant, NewReservation request, DiningPlan plan, Instant time) {
        if (request.offerId() == null || request.offerId().isBlank()) {
            return null;
        }
        UUID id = uuid(request.offerId());
        Offer offer = (id == null ? Optional.<Offer>empty() : plan.offer(id))
                .orElseThrow(() -> ApiException.notFound("unknown offer"));
        offer.refusal(time.atZone(restaurant.zone()).toLocalDate(), request.guests())
                .ifPresent(refusal -> {
                    throw ApiException.badRequest(refusal);
                });
        return id;
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text.strip());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Outcome created(ReservationEntity row, Restaurant restaurant) {
        return Outcome.created(Reservation.of(row, restaurant.zone(), json));
    }

    private static Outcome noPlace(String reason) {
        return new Outcome(409, Map.of("error", reason));
    }
}
