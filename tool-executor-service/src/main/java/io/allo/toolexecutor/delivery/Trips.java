// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.delivery;

import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.order.DeliveryOrders;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Plans trips and lets them happen; changes run in the current transaction, trip before orders, so that locks never cross. */
@ApplicationScoped
class Trips {
    private final TripRepository repository;
    private final DeliveryOrders orders;
    private final Clock clock;

    Trips(TripRepository repository, DeliveryOrders orders, Clock clock) {
        this.repository = repository;
        this.orders = orders;
        this.clock = clock;
    }

    @WithSession
    Uni<List<Trip>> newest(UUID restaurantId, List<String> statuses) {
        return repository
                .newest(restaurantId, statuses)
                .chain(rows -> orders.parcels(
                                restaurantId,
                                rows.stream()
                                        .flatMap(row -> row.stops.stream())
                                        .map(stop -> stop.orderId)
                                        .collect(Collectors.toSet()))
                        .map(parcels ->
                                rows.stream().map(row -> Trip.of(row, parcels)).toList()));
    }

    @WithSession
    Uni<Trip> one(UUID restaurantId, UUID id) {
        return repository.withStops(restaurantId, id).chain(this::view);
    }

    @WithSession
    Uni<Optional<UUID>> restaurantOf(UUID id) {
        return repository.findById(id).map(row -> Optional.ofNullable(row).map(found -> found.restaurantId));
    }

    Uni<Trip> plan(UUID restaurantId, TripChange change) {
        TripEntity row = new TripEntity();
        row.id = UUID.randomUUID();
        row.restaurantId = restaurantId;
        row.status = TripStatus.PLANNING.wireName();
        row.notes = "";
        row.createdAt = clock.instant();
        return edit(row, change).chain(() -> repository.persistAndFlush(row)).chain(this::view);
    }

    Uni<Trip> change(UUID restaurantId, UUID id, TripChange change) {
        return repository
                .locked(restaurantId, id)
                .call(row -> edit(row, change))
                .call(row -> change.action() == null ? Uni.createFrom().voidItem() : act(row, change.action(), change))
                .call(repository::flush)
                .chain(this::view);
    }

    private Uni<Trip> view(TripEntity row) {
        return orders.parcels(row.restaurantId, orderIds(row)).map(parcels -> Trip.of(row, parcels));
    }

    private Uni<Void> edit(TripEntity row, TripChange change) {
        row.driverName = change.driverName() == null ? row.driverName : change.driverName();
        row.notes = change.notes() == null ? row.notes : change.notes();
        List<UUID> wanted = change.orderIds();
        if (wanted == null) {
            return Uni.createFrom().voidItem();
        }
        if (TripStatus.of(row.status) != TripStatus.PLANNING) {
            throw ApiException.badRequest(
                    "the trip is " + row.status + ": its stops are fixed (expected: a trip that is planning)");
        }
        return wanted.isEmpty()
                ? Uni.createFrom().voidItem().invoke(() -> row.stops.clear())
                : orders.lockForTrip(row.restaurantId, wanted)
                        .chain(() -> repository.taken(wanted, row.id))
                        .invoke(taken -> {
                            if (!taken.isEmpty()) {
                                throw ApiException.badRequest("order " + taken.getFirst()
                                        + " is on another trip (expected: orders without one)");
                            }
                        })
                        .invoke(() -> replaceStops(row, wanted))
                        .replaceWithVoid();
    }

    private static void replaceStops(TripEntity row, List<UUID> wanted) {
        row.stops.removeIf(stop -> !wanted.contains(stop.orderId));
        for (UUID orderId : wanted) {
            StopEntity stop = row.stops.stream()
                    .filter(known -> known.orderId.equals(orderId))
                    .findFirst()
                    .orElseGet(() -> {
                        StopEntity added = new StopEntity();
                        added.id = UUID.randomUUID();
                        added.trip = row;
                        added.orderId = orderId;
                        row.stops.add(added);
                        return added;
                    });
            stop.position = wanted.indexOf(orderId);
        }
    }

    private Uni<Void> act(TripEntity row, TripAction action, TripChange change) {
        TripStatus status = TripStatus.of(row.status);
        if (!status.actions().contains(action)) {
            throw ApiException.badRequest("the trip is " + row.status + ": " + action.wireName()
                    + " is not possible (expected: " + allowed(status) + ")");
        }
        return switch (action) {
            case START -> start(row);
            case DELIVER_STOP -> deliver(row, change);
            case COMPLETE -> {
                row.stops.stream()
                        .filter(stop -> stop.deliveredAt == null)
                        .forEach(stop -> stop.deliveredAt = clock.instant());
                end(row, TripStatus.COMPLETED);
                yield orders.deliverRest(row.restaurantId, orderIds(row));
            }
            case CANCEL -> {
                end(row, TripStatus.CANCELLED);
                yield orders.bringBack(row.restaurantId, orderIds(row));
            }
        };
    }

    private Uni<Void> start(TripEntity row) {
        if (row.stops.isEmpty()) {
            throw ApiException.badRequest("the trip has no stop (expected: at least one order in orderIds)");
        }
        row.status = TripStatus.IN_PROGRESS.wireName();
        row.startedAt = clock.instant();
        return orders.leave(row.restaurantId, orderIds(row));
    }

    private Uni<Void> deliver(TripEntity row, TripChange change) {
        StopEntity stop = row.stops.stream()
                .filter(known -> known.id.equals(change.stopId()) || known.orderId.equals(change.orderId()))
                .findFirst()
                .orElseThrow(() ->
                        ApiException.badRequest("unknown stop (expected: stopId or orderId of a stop of this trip)"));
        if (stop.deliveredAt != null) {
            return Uni.createFrom().voidItem(); // said twice
        }
        stop.deliveredAt = clock.instant();
        return orders.deliver(row.restaurantId, stop.orderId);
    }

    private void end(TripEntity row, TripStatus status) {
        row.status = status.wireName();
        row.endedAt = clock.instant();
    }

    private static Set<UUID> orderIds(TripEntity row) {
        return row.stops.stream().map(stop -> stop.orderId).collect(Collectors.toSet());
    }

    private static String allowed(TripStatus status) {
        return status.actions().isEmpty()
                ? "nothing more, it has ended"
                : "one of "
                        + status.actions().stream()
                                .sorted()
                                .map(TripAction::wireName)
                                .collect(Collectors.joining(", "));
    }
}
