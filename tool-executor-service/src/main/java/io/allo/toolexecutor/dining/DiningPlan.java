// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.dining;

import io.allo.contracts.session.SessionFacts;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tables, services and offers of a restaurant at one moment. */
public record DiningPlan(List<DiningTable> tables, List<DiningService> services, List<Offer> offers) {

    /** The service in which guests sit down at this time of the restaurant's clocks; one that is open to all goes first. */
    public Optional<DiningService> serviceAt(LocalDateTime time) {
        return services.stream()
                .filter(service -> service.active() && service.seatsAt(time))
                .min(Comparator.comparing(DiningService::isPrivate));
    }

    public Optional<DiningService> service(UUID id) {
        return services.stream().filter(service -> service.id().equals(id)).findFirst();
    }

    public Optional<Offer> offer(UUID id) {
        return offers.stream().filter(offer -> offer.id().equals(id)).findFirst();
    }

    public boolean knowsTable(UUID id) {
        return tables.stream().anyMatch(table -> table.id().equals(id));
    }

    /** Seats of the tables in use; without tables what the restaurant's settings say. */
    public int seats(SessionFacts.Restaurant restaurant) {
        int seats = tables.stream()
                .filter(DiningTable::active)
                .mapToInt(DiningTable::seats)
                .sum();
        return seats > 0 ? seats : restaurant.totalSeats();
    }

    /** Services that the session tells of: active, and not for closed parties. */
    public List<SessionFacts.DiningService> toldServices() {
        return services.stream()
                .filter(service -> service.active() && !service.isPrivate())
                .map(DiningService::toFacts)
                .toList();
    }

    /** Offers that the session tells of: active and bookable. */
    public List<SessionFacts.Offer> toldOffers() {
        return offers.stream().filter(Offer::bookable).map(Offer::toFacts).toList();
    }
}
