// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.contracts.events.BusinessEvent;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Cancels an order for its own caller: the number alone is guessable, so the phone must be the one that ordered. */
@ApplicationScoped
class OrderCancellation {
    private static final int AMONG_NEWEST = 20;

    private final OrderRepository repository;
    private final Outbox outbox;
    private final Idempotency idempotency;
    private final Clock clock;

    OrderCancellation(OrderRepository repository, Outbox outbox, Idempotency idempotency, Clock clock) {
        this.repository = repository;
        this.outbox = outbox;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    Uni<Answer> cancel(Restaurant restaurant, CancelOrderRequest request, @Nullable ActionKey key) {
        long number = request.orderNumber() == null ? 0 : request.orderNumber();
        return idempotency.once(
                key,
                () -> PhoneNumbers.normalise(request.callerPhone(), restaurant.region())
                        .map(phone -> repository
                                .lockedAmongNewest(restaurant.id(), phone, number, AMONG_NEWEST)
                                .chain(order -> order == null ? notFound(number) : cancel(order)))
                        .orElseGet(() -> notFound(number)));
    }

    private Uni<Outcome> cancel(OrderEntity order) {
        if (!OrderStatus.of(order.status).cancellableByCaller()) {
            return refused("La commande numéro " + order.orderNumber + " ne peut plus être annulée : elle est "
                    + order.status + ".");
        }
        order.status = OrderStatus.CANCELLED.wireName();
        order.updatedAt = clock.instant();
        return repository
                .flush()
                .chain(() -> outbox.add(new BusinessEvent.OrderCancelled(
                        UUID.randomUUID().toString(),
                        order.updatedAt,
                        order.restaurantId.toString(),
                        order.id.toString(),
                        order.orderNumber)))
                .map(done -> Outcome.ok(OrderAnswers.cancelled(order.orderNumber)));
    }

    private static Uni<Outcome> notFound(long number) {
        return refused("Aucune commande numéro " + number + " pour ce numéro de téléphone.");
    }

    private static Uni<Outcome> refused(String reason) {
        return Uni.createFrom().item(Outcome.ok(OrderAnswers.refused(reason)));
    }
}
