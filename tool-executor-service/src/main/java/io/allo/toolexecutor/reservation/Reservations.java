// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import io.allo.contracts.events.BusinessEvent;
import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.outbox.Outbox;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads reservations for staff and callers, and moves them along their road. */
@ApplicationScoped
class Reservations {
    private static final int MOST_TOLD = 5;

    private final ReservationRepository repository;
    private final NamedTables tables;
    private final Outbox outbox;
    private final Json json;
    private final Clock clock;

    Reservations(ReservationRepository repository, NamedTables tables, Outbox outbox, Json json, Clock clock) {
        this.repository = repository;
        this.tables = tables;
        this.outbox = outbox;
        this.json = json;
        this.clock = clock;
    }

    /** @param date a day of the restaurant's calendar; null = the latest, whatever their day */
    @WithSession
    Uni<List<Reservation>> list(Restaurant restaurant, @Nullable LocalDate date, List<String> statuses) {
        ZoneId zone = restaurant.zone();
        Uni<List<ReservationEntity>> rows = date == null
                ? repository.latest(restaurant.id(), statuses)
                : repository.between(
                        restaurant.id(),
                        date.atStartOfDay(zone).toInstant(),
                        date.plusDays(1).atStartOfDay(zone).toInstant(),
                        statuses);
        return rows.map(found -> views(found, zone));
    }

    /** What this phone has booked from the start of today on; a number that cannot be read has nothing. */
    @WithSession
    Uni<LookupView> lookup(Restaurant restaurant, String phone) {
        ZoneId zone = restaurant.zone();
        Instant today =
                LocalDate.ofInstant(clock.instant(), zone).atStartOfDay(zone).toInstant();
        return PhoneNumbers.normalise(phone, restaurant.region())
                .map(number -> repository.aheadOf(restaurant.id(), number, today, MOST_TOLD))
                .orElseGet(() -> Uni.createFrom().item(List.of()))
                .map(rows -> LookupView.of(views(rows, zone)));
    }

    /** The restaurant of a reservation, to check the account before changing it. */
    @WithSession
    Uni<Optional<UUID>> restaurantOf(UUID id) {
        return repository.findById(id).map(row -> Optional.ofNullable(row).map(found -> found.restaurantId));
    }

    /** Changes in the current transaction; a cancellation is told to others. */
    Uni<Reservation> change(Restaurant restaurant, UUID id, ReservationChange change) {
        List<UUID> named = change.tableIds() == null ? List.of() : change.tableIds();
        return (named.isEmpty() ? Uni.createFrom().item(0) : repository.lockRestaurant(restaurant.id()))
                .chain(() -> repository.locked(id))
                .onItem()
                .ifNull()
                .failWith(Reservations::unknown)
                .call(row -> {
                    ReservationStatus before = ReservationStatus.of(row.status);
                    ReservationStatus wanted = change.status() == null ? before : ReservationStatus.of(change.status());
                    if (change.isOfCaller()) {
                        requireCaller(restaurant, row, change, before);
                    }
                    before.requireNext(wanted);
                    change.applyTo(row, json);
                    row.status = wanted.wireName();
                    row.updatedAt = clock.instant();
                    return tables.areFree(restaurant, row, named)
                            .invoke(Reservations::requireFree)
                            .chain(repository::flush)
                            .chain(() -> before != wanted && wanted == ReservationStatus.CANCELLED
                                    ? outbox.add(cancelled(row))
                                    : Uni.createFrom().voidItem());
                })
                .map(row -> Reservation.of(row, restaurant.zone(), json));
    }

    /** An id alone is readable by anybody who was told it: the phone must be one that booked. */
    private static void requireCaller(
            Restaurant restaurant, ReservationEntity row, ReservationChange change, ReservationStatus before) {
        String phone = PhoneNumbers.normalise(change.callerPhone(), restaurant.region())
                .orElse("");
        if (phone.isEmpty() || !(phone.equals(row.customerPhone) || phone.equals(row.callerPhone))) {
            throw unknown();
        }
        if (ReservationStatus.CANCELLED.wireName().equals(change.status())
                && before != ReservationStatus.CANCELLED
                && !before.cancellableByCaller()) {
            throw ApiException.badRequest(
                    "the reservation is " + before.wireName() + " and can no longer be cancelled");
        }
    }

    private static void requireFree(boolean free) {
        if (!free) {
            throw ApiException.conflict("table_taken");
        }
    }

    static ApiException unknown() {
        return ApiException.notFound("unknown reservation");
    }

    private static BusinessEvent cancelled(ReservationEntity row) {
        return new BusinessEvent.ReservationCancelled(
                UUID.randomUUID().toString(), row.updatedAt, row.restaurantId.toString(), row.id.toString());
    }

    private List<Reservation> views(List<ReservationEntity> rows, ZoneId zone) {
        return rows.stream().map(row -> Reservation.of(row, zone, json)).toList();
    }
}
