// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.contracts.events.BusinessEvent;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.kitchen.OrderSize;
import io.allo.toolexecutor.menu.Menus;
import io.allo.toolexecutor.outbox.Outbox;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Orders that the staff takes and changes, in the current transaction. */
@ApplicationScoped
class OrderDesk {
    private final OrderRepository repository;
    private final OrderBook book;
    private final OrderLines lines;
    private final Menus menus;
    private final Outbox outbox;
    private final OrderConfig config;
    private final Clock clock;

    OrderDesk(
            OrderRepository repository,
            OrderBook book,
            OrderLines lines,
            Menus menus,
            Outbox outbox,
            OrderConfig config,
            Clock clock) {
        this.repository = repository;
        this.book = book;
        this.lines = lines;
        this.menus = menus;
        this.outbox = outbox;
        this.config = config;
        this.clock = clock;
    }

    StaffOrder checked(StaffOrder request) {
        return request.checked(config, clock.instant());
    }

    OrderChange checked(OrderChange change) {
        return change.checked(config, clock.instant());
    }

    /** Takes an order: scheduled and counted as a confirmed one. */
    Uni<OrderEntity> take(Restaurant restaurant, StaffOrder request, Scheduling scheduling) {
        Instant now = clock.instant();
        NewOrder order = toNewOrder(restaurant, request, now);
        return repository
                .nextNumber(restaurant.id())
                .chain(number -> book.store(restaurant, order, scheduling, number, now));
    }

    private NewOrder toNewOrder(Restaurant restaurant, StaffOrder request, Instant now) {
        List<OrderDraft.Line> drafted =
                request.items().stream().map(lines::draft).toList();
        boolean delivered = request.orderType() == OrderType.DELIVERY;
        OrderTotals totals = OrderTotals.of(
                drafted.stream().map(OrderDraft.Line::price).toList(),
                delivered ? rule(restaurant, request.deliveryFee()) : null,
                request.deliveryFee(),
                request.total());
        return new NewOrder(
                request.orderType(),
                drafted,
                totals,
                request.total() == null ? null : OrderTotals.money(request.total()),
                request.paymentMethod(),
                request.notes(),
                request.callId(),
                new NewOrder.Orderer(
                        request.customerId(), request.customerName(), phone(restaurant, request.customerPhone())),
                delivered
                        ? new NewOrder.Destination(
                                request.deliveryAddress(),
                                request.deliveryDistanceKm(),
                                request.deliveryLat(),
                                request.deliveryLng())
                        : NewOrder.Destination.NONE,
                request.estimatedReadyAt() == null ? now.plus(config.defaultReadyIn()) : request.estimatedReadyAt(),
                request.source() == null || request.source().isBlank() ? "staff" : request.source(),
                UUID.randomUUID().toString());
    }

    /** A fee that the staff names counts; without one the restaurant's rule does. */
    private static OrderTotals.DeliveryRule rule(Restaurant restaurant, @Nullable BigDecimal fee) {
        var facts = restaurant.facts();
        return fee == null
                ? new OrderTotals.DeliveryRule(facts.deliveryFee(), facts.deliveryFreeAbove(), null)
                : new OrderTotals.DeliveryRule(null, null, null);
    }

    /** Changes a locked order; a status that may not follow is refused with those that may. */
    Uni<OrderEntity> change(Restaurant restaurant, UUID orderId, OrderChange change) {
        List<OrderChange.LineChange> items = change.items() == null ? List.of() : change.items();
        return repository
                .locked(restaurant.id(), orderId)
                .map(row -> {
                    if (row == null) {
                        throw ApiException.notFound("unknown order");
                    }
                    return row;
                })
                .chain(row -> menus.known(restaurant.id(), OrderLines.named(items))
                        .invoke(known -> {
                            OrderStatus before = OrderStatus.of(row.status);
                            step(row, before, change);
                            write(restaurant, row, change);
                            price(restaurant, row, change, items, known);
                        })
                        .replaceWith(row))
                .call(repository::flush)
                .call(row -> change.status() == OrderStatus.CANCELLED
                        ? cancelled(row)
                        : Uni.createFrom().voidItem());
    }

    private static void step(OrderEntity row, OrderStatus before, OrderChange change) {
        OrderStatus wanted = change.status();
        if (wanted == null || wanted == before) {
            return;
        }
        Set<OrderStatus> allowed = before.next(row.orderType.equals(OrderType.DELIVERY.wireName()));
        if (!allowed.contains(wanted)) {
            throw ApiException.badRequest("order " + row.orderNumber + " is " + before.wireName()
                    + ": it cannot become "
                    + wanted.wireName() + " (expected: "
                    + (allowed.isEmpty() ? "no other status, it has ended" : "one of " + worded(allowed)) + ")");
        }
        row.status = wanted.wireName();
    }

    private static String worded(Set<OrderStatus> statuses) {
        return statuses.stream().sorted().map(OrderStatus::wireName).collect(Collectors.joining(", "));
    }

    private void write(Restaurant restaurant, OrderEntity row, OrderChange change) {
        row.estimatedReadyAt = or(change.estimatedReadyAt(), row.estimatedReadyAt);
        row.cookStartAt = change.cookStartAt() == null ? row.cookStartAt : change.cookStartAt();
        row.handoffAt = change.handoffAt() == null ? row.handoffAt : change.handoffAt();
        row.customerName = change.customerName() == null ? row.customerName : change.customerName();
        row.customerPhone =
                change.customerPhone() == null ? row.customerPhone : phone(restaurant, change.customerPhone());
        row.deliveryAddress = change.deliveryAddress() == null ? row.deliveryAddress : change.deliveryAddress();
        row.notes = or(change.notes(), row.notes);
        row.updatedAt = clock.instant();
    }

    /** The total follows the lines and the fee, unless it is given. */
    private void price(
            Restaurant restaurant,
            OrderEntity row,
            OrderChange change,
            List<OrderChange.LineChange> items,
            Set<UUID> known) {
        boolean retyped =
                change.orderType() != null && !change.orderType().wireName().equals(row.orderType);
        if (!items.isEmpty()) {
            lines.apply(row, items, known);
            row.orderSize = OrderSize.ofLines(row.lines.size()).name();
        }
        row.orderType =
                change.orderType() == null ? row.orderType : change.orderType().wireName();
        if (!items.isEmpty() || retyped) {
            row.subtotal = row.lines.stream().map(line -> line.lineTotal).reduce(BigDecimal.ZERO, BigDecimal::add);
            row.deliveryFee = retyped ? newFee(restaurant, row) : row.deliveryFee;
            row.total = row.subtotal.add(row.deliveryFee);
            row.totalMismatch = false;
        }
        if (change.total() != null) {
            row.total = OrderTotals.money(change.total());
            row.totalMismatch = false;
        }
    }

    private static BigDecimal newFee(Restaurant restaurant, OrderEntity row) {
        BigDecimal none = OrderTotals.money(BigDecimal.ZERO);
        return row.orderType.equals(OrderType.DELIVERY.wireName())
                ? rule(restaurant, null).feeFor(row.subtotal, none)
                : none;
    }

    private Uni<Void> cancelled(OrderEntity row) {
        return outbox.add(new BusinessEvent.OrderCancelled(
                UUID.randomUUID().toString(),
                row.updatedAt,
                row.restaurantId.toString(),
                row.id.toString(),
                row.orderNumber));
    }

    private static @Nullable String phone(Restaurant restaurant, @Nullable String phone) {
        return phone == null || phone.isBlank()
                ? null
                : PhoneNumbers.normalise(phone, restaurant.region())
                        .orElseThrow(() -> ApiException.badRequest(
                                "customerPhone is no phone number (expected: a number such as +33612345678)"));
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
