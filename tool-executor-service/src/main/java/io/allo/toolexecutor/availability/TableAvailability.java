// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import io.allo.toolexecutor.reservation.TableAnswer;
import io.allo.toolexecutor.reservation.TableCheck;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The answer to mode {@code reservation}, in the words of the availability contract. */
@ApplicationScoped
class TableAvailability {
    private static final String MODE = AvailabilityMode.RESERVATION.wireName();

    private final TableCheck check;

    TableAvailability(TableCheck check) {
        this.check = check;
    }

    Uni<AvailabilityAnswer> check(Restaurant restaurant, AvailabilityRequest request) {
        return check.check(restaurant, request.requestedTime(), request.partySize())
                .map(answer -> worded(restaurant, answer));
    }

    private static AvailabilityAnswer worded(Restaurant restaurant, TableAnswer answer) {
        return switch (answer) {
            case TableAnswer.Free free ->
                AvailabilityAnswer.at(MODE, free.at(), restaurant.zone())
                        .with(AvailabilityAnswer.Table.of(
                                free.seatsAvailable(), free.service(), null, restaurant.zone()));
            case TableAnswer.Refused refused -> AvailabilityAnswer.refused(MODE, refused.reason());
            case TableAnswer.Full full ->
                AvailabilityAnswer.refused(MODE, full.reason())
                        .with(AvailabilityAnswer.Table.of(
                                full.seatsAvailable(), full.service(), full.alternative(), restaurant.zone()));
        };
    }
}
