// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class ReservationRepository implements PanacheRepositoryBase<ReservationEntity, UUID> {
    private static final int MOST = 500;
    private static final String LOCK = "select 1 from restaurants where id = :restaurant for no key update";

    private static final String AT_THE_TABLES =
            "select count(*) from reservations where restaurant_id = :restaurant and id <> :id and status in (:statuses)"
                    + " and reservation_time < :end and end_time > :start"
                    + " and exists (select 1 from jsonb_array_elements_text(table_ids) held where held in (:tables))";

    /** Bookings of one restaurant are made one after the other until the transaction ends; its other rows stay free. */
    Uni<Integer> lockRestaurant(UUID restaurantId) {
        return getSession()
                .chain(session -> session.createNativeQuery(LOCK, Integer.class)
                        .setParameter("restaurant", restaurantId)
                        .getSingleResult());
    }

    /** Bookings that take seats and overlap the time from (included) to (excluded). */
    Uni<List<Booking>> overlapping(UUID restaurantId, Instant from, Instant to) {
        return find(
                        "restaurantId = ?1 and status in ?2 and reservationTime < ?3 and endTime > ?4",
                        restaurantId,
                        ReservationStatus.TAKING_SEATS,
                        to,
                        from)
                .list()
                .map(rows -> rows.stream()
                        .map(row -> new Booking(row.reservationTime, row.endTime, row.partySize))
                        .toList());
    }

    /** Does another booking have one of these tables while this one lasts? */
    Uni<Boolean> isTaken(ReservationEntity booking, List<UUID> tables) {
        return getSession()
                .chain(session -> session.createNativeQuery(AT_THE_TABLES, Long.class)
                        .setParameter("restaurant", booking.restaurantId)
                        .setParameter("id", booking.id)
                        .setParameter("statuses", ReservationStatus.TAKING_SEATS)
                        .setParameter("end", booking.endTime)
                        .setParameter("start", booking.reservationTime)
                        .setParameter(
                                "tables", tables.stream().map(UUID::toString).toList())
                        .getSingleResult())
                .map(others -> others > 0);
    }

    /** The same booking made before in the same call: a model repeats itself. */
    Uni<ReservationEntity> sameAsBefore(ReservationEntity wanted) {
        return find(
                        "restaurantId = ?1 and callId = ?2 and customerPhone = ?3 and partySize = ?4"
                                + " and reservationTime = ?5 and status in ?6",
                        wanted.restaurantId,
                        wanted.callId,
                        wanted.customerPhone,
                        wanted.partySize,
                        wanted.reservationTime,
                        ReservationStatus.TAKING_SEATS)
                .firstResult();
    }

    Uni<List<ReservationEntity>> between(UUID restaurantId, Instant from, Instant to, List<String> statuses) {
        return find(
                        "restaurantId = ?1 and reservationTime >= ?2 and reservationTime < ?3 and status in ?4"
                                + " order by reservationTime, createdAt",
                        restaurantId,
                        from,
                        to,
                        statuses)
                .page(0, MOST)
                .list();
    }

    /** The latest by time, soonest first. */
    Uni<List<ReservationEntity>> latest(UUID restaurantId, List<String> statuses) {
        return find(
                        "restaurantId = ?1 and status in ?2 order by reservationTime desc, createdAt desc",
                        restaurantId,
                        statuses)
                .page(0, MOST)
                .list()
                .map(List::reversed);
    }

    /** Bookings for this phone, or made from it, that are still ahead. */
    Uni<List<ReservationEntity>> aheadOf(UUID restaurantId, String phone, Instant from, int limit) {
        return find(
                        "restaurantId = ?1 and (customerPhone = ?2 or callerPhone = ?2) and reservationTime >= ?3"
                                + " and status in ?4 order by reservationTime",
                        restaurantId,
                        phone,
                        from,
                        ReservationStatus.AHEAD)
                .page(0, limit)
                .list();
    }

    Uni<ReservationEntity> locked(UUID id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE);
    }
}
