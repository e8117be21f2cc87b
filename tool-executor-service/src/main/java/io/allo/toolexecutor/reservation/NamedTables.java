// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import io.allo.toolexecutor.dining.Dining;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** The tables that the staff name for a booking: the restaurant has them, and nobody else sits there meanwhile. */
@ApplicationScoped
class NamedTables {
    private final Dining dining;
    private final ReservationRepository repository;

    NamedTables(Dining dining, ReservationRepository repository) {
        this.dining = dining;
        this.repository = repository;
    }

    /**
     * In the transaction of the booking, under the restaurant's lock.
     *
     * @param tables empty: none is named
     * @return whether they can be had; fails with a 400 for a table that the restaurant does not have
     */
    Uni<Boolean> areFree(Restaurant restaurant, ReservationEntity booking, List<UUID> tables) {
        boolean sits = ReservationStatus.of(booking.status).takesSeats();
        return tables.isEmpty()
                ? Uni.createFrom().item(true)
                : dining.plan(restaurant.id())
                        .invoke(plan -> tables.stream()
                                .filter(table -> !plan.knowsTable(table))
                                .findFirst()
                                .ifPresent(table -> {
                                    throw ApiException.badRequest("unknown table " + table);
                                }))
                        .chain(plan -> sits
                                ? repository.isTaken(booking, tables).map(taken -> !taken)
                                : Uni.createFrom().item(true));
    }
}
