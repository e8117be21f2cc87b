// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the caller agreed to into an order, in one transaction: number, place in the kitchen, lines, customer counters,
 * the fact for the outbox and the answer. Either all of it is stored or nothing.
 */
@ApplicationScoped
class OrderConfirmation {
    private final OrderRepository repository;
    private final OrderBook book;
    private final Idempotency idempotency;
    private final OrderConfig config;
    private final Clock clock;

    OrderConfirmation(
            OrderRepository repository, OrderBook book, Idempotency idempotency, OrderConfig config, Clock clock) {
        this.repository = repository;
        this.book = book;
        this.idempotency = idempotency;
        this.config = config;
        this.clock = clock;
    }

    /** Confirms; a refusal is an answer with status 200. */
    Uni<Answer> confirm(Restaurant restaurant, ConfirmOrderRequest request, @Nullable ActionKey key) {
        return book.planned(scheduling -> idempotency.once(key, () -> {
            Optional<String> misfit = OrderChecks.misfit(request, config);
            if (misfit.isPresent()) {
                return refused(misfit.get());
            }
            OrderDraft draft = OrderDraft.of(request);
            OrderTotals totals = totals(restaurant, request, draft);
            Optional<String> rule = OrderChecks.deliveryRefusal(restaurant, request, totals);
            return rule.isPresent()
                    ? refused(rule.get())
                    : store(restaurant, toNewOrder(restaurant, request, draft, totals), scheduling);
        }));
    }

    private Uni<Outcome> store(Restaurant restaurant, NewOrder order, Scheduling scheduling) {
        Instant now = clock.instant();
        // The number's lock comes first: two equal orders in parallel would otherwise not see each other.
        return repository
                .nextNumber(restaurant.id())
                .chain(number -> sameAsBefore(restaurant, order, now)
                        .chain(first -> first != null
                                ? Uni.createFrom().item(first)
                                : book.store(restaurant, order, scheduling, number, now)))
                .map(stored -> Outcome.ok(OrderAnswers.confirmed(stored, restaurant.zone())));
    }

    private Uni<OrderEntity> sameAsBefore(Restaurant restaurant, NewOrder order, Instant now) {
        return order.callId() == null || order.callId().isBlank()
                ? Uni.createFrom().nullItem()
                : repository.sameContent(
                        restaurant.id(), order.callId(), order.contentHash(), now.minus(config.duplicateWindow()));
    }

    private NewOrder toNewOrder(
            Restaurant restaurant, ConfirmOrderRequest request, OrderDraft draft, OrderTotals totals) {
        String phone = PhoneNumbers.normalise(request.callerPhone(), restaurant.region())
                .orElse(null);
        return new NewOrder(
                request.orderType(),
                draft.lines(),
                totals,
                request.total() == null ? null : OrderTotals.money(request.total()),
                request.paymentMethod(),
                request.notes(),
                callId(request),
                new NewOrder.Orderer(OrderDraft.uuid(request.customerId()), request.customerName(), phone),
                request.orderType() == OrderType.DELIVERY ? destination(request) : NewOrder.Destination.NONE,
                readyAt(request, clock.instant()),
                "phone_ai",
                OrderDraft.contentHash(request, draft));
    }

    /** It is indexed, so it may not be of any length. */
    private static @Nullable String callId(ConfirmOrderRequest request) {
        String id = request.callId();
        return id == null || id.length() <= OrderBounds.LONGEST_NAME ? id : id.substring(0, OrderBounds.LONGEST_NAME);
    }

    private static NewOrder.Destination destination(ConfirmOrderRequest request) {
        ConfirmOrderRequest.Availability checked = request.lastAvailabilityCheck();
        return new NewOrder.Destination(
                checked.customerAddressFormatted(),
                usable(checked.deliveryDistanceKm(), 0, 1000),
                usable(checked.customerLat(), -90, 90),
                usable(checked.customerLng(), -180, 180));
    }

    /** The context comes from outside: a number that cannot be is left out, the order is kept. */
    private static @Nullable BigDecimal usable(@Nullable BigDecimal value, long least, long most) {
        return value != null && OrderBounds.within(value, BigDecimal.valueOf(least), BigDecimal.valueOf(most))
                ? value
                : null;
    }

    private Instant readyAt(ConfirmOrderRequest request, Instant now) {
        String iso = request.lastAvailabilityCheck().estimatedTimeISO();
        if (iso == null || iso.isBlank()) {
            return now.plus(config.defaultReadyIn());
        }
        try {
            Instant promised = Instant.parse(iso);
            OrderBounds.near("estimatedTimeISO", promised, now);
            return promised;
        } catch (DateTimeParseException | ApiException e) {
            return now.plus(config.defaultReadyIn());
        }
    }

    private static OrderTotals totals(Restaurant restaurant, ConfirmOrderRequest request, OrderDraft draft) {
        var facts = restaurant.facts();
        OrderTotals.DeliveryRule rule = request.orderType() == OrderType.DELIVERY
                ? new OrderTotals.DeliveryRule(facts.deliveryFee(), facts.deliveryFreeAbove(), facts.minOrderAmount())
                : null;
        return OrderTotals.of(
                draft.lines().stream().map(OrderDraft.Line::price).toList(),
                rule,
                request.deliveryFee(),
                request.total());
    }

    private static Uni<Outcome> refused(String reason) {
        return Uni.createFrom().item(Outcome.ok(OrderAnswers.refused(reason)));
    }
}
