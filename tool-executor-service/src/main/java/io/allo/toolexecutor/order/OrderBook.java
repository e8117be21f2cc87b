// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.contracts.events.BusinessEvent;
import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.customer.Customer;
import io.allo.toolexecutor.customer.Customers;
import io.allo.toolexecutor.kitchen.Job;
import io.allo.toolexecutor.kitchen.OrderSize;
import io.allo.toolexecutor.menu.Menus;
import io.allo.toolexecutor.outbox.Outbox;
import io.allo.toolexecutor.planning.PlanUnreadableException;
import io.allo.toolexecutor.planning.Planning;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes an order into the current transaction: its place in the kitchen, its lines, the customer's counters and the fact for
 * the outbox. The number's lock, taken before, is the restaurant's: places are given out one after the other.
 */
@ApplicationScoped
class OrderBook {
    private static final Logger LOG = Logger.getLogger(OrderBook.class);

    private final OrderRepository repository;
    private final Menus menus;
    private final Customers customers;
    private final Planning planning;
    private final Outbox outbox;
    private final Json json;

    OrderBook(
            OrderRepository repository, Menus menus, Customers customers, Planning planning, Outbox outbox, Json json) {
        this.repository = repository;
        this.menus = menus;
        this.customers = customers;
        this.planning = planning;
        this.outbox = outbox;
        this.json = json;
    }

    /** Runs a whole transaction with the kitchen's plan and, when that cannot be read, once more without. */
    <T> Uni<T> planned(Function<Scheduling, Uni<T>> transaction) {
        return transaction
                .apply(Scheduling.PLANNED)
                .onFailure(PlanUnreadableException.class)
                .recoverWithUni(failure -> {
                    LOG.warnf("order is stored unscheduled, the plan could not be read cause=%s", causeOf(failure));
                    return transaction.apply(Scheduling.NONE);
                });
    }

    private static String causeOf(Throwable failure) {
        return failure.getCause() == null
                ? failure.toString()
                : failure.getCause().toString();
    }

    Uni<OrderEntity> store(Restaurant restaurant, NewOrder order, Scheduling scheduling, long number, Instant at) {
        OrderEntity row = toRow(restaurant, order, number, at);
        return schedule(restaurant, row, order, scheduling)
                .chain(() -> menus.known(restaurant.id(), named(order)))
                .invoke(known ->
                        order.lines().forEach(line -> row.lines.add(OrderLineEntity.of(row, line, known, json))))
                .chain(() -> customers.countOrder(
                        restaurant.id(),
                        order.orderer().customerId(),
                        order.orderer().phone(),
                        order.totals().total(),
                        at))
                .invoke(customer -> customer.ifPresent(found -> link(row, found)))
                .chain(() -> repository.persistAndFlush(row))
                .call(stored -> outbox.add(new BusinessEvent.OrderPlaced(
                        UUID.randomUUID().toString(),
                        at,
                        restaurant.id().toString(),
                        stored.id.toString(),
                        stored.orderNumber,
                        stored.callId)))
                .invoke(OrderBook::report);
    }

    private Uni<Void> schedule(Restaurant restaurant, OrderEntity row, NewOrder order, Scheduling scheduling) {
        OrderSize size = OrderSize.ofLines(order.lines().size());
        row.orderSize = size.name();
        if (scheduling == Scheduling.NONE) {
            return Uni.createFrom().voidItem();
        }
        Job job = Job.of(size, order.type() == OrderType.DELIVERY, Duration.ZERO);
        return planning.place(restaurant, job, order.readyAt())
                .invoke(place -> place.ifPresent(found -> {
                    row.cookStartAt = found.cookStartAt();
                    row.handoffAt = found.handoffAt();
                }))
                .replaceWithVoid();
    }

    private static Set<UUID> named(NewOrder order) {
        return order.lines().stream()
                .map(OrderDraft.Line::menuItemId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static OrderEntity toRow(Restaurant restaurant, NewOrder order, long number, Instant at) {
        OrderEntity row = new OrderEntity();
        row.id = UUID.randomUUID();
        row.restaurantId = restaurant.id();
        row.orderNumber = number;
        row.callId = order.callId();
        row.customerName = cut(order.orderer().name());
        row.customerPhone = order.orderer().phone();
        row.orderType = order.type().wireName();
        row.status = OrderStatus.PENDING.wireName();
        row.subtotal = order.totals().subtotal();
        row.deliveryFee = order.totals().fee();
        row.total = order.totals().total();
        row.totalSent = order.totalSent();
        row.totalMismatch = order.totals().mismatch();
        row.paymentMethod = order.payment().wireName();
        row.notes = OrderDraft.cut(order.notes());
        row.deliveryAddress = cut(order.destination().address());
        row.deliveryDistanceKm = order.destination().distanceKm();
        row.deliveryLat = order.destination().latitude();
        row.deliveryLng = order.destination().longitude();
        row.estimatedReadyAt = order.readyAt();
        row.source = order.source();
        row.contentHash = order.contentHash();
        row.createdAt = at;
        row.updatedAt = at;
        return row;
    }

    private static void link(OrderEntity order, Customer customer) {
        order.customerId = customer.id();
        order.customerName = order.customerName == null ? customer.firstName() : order.customerName;
        order.customerPhone = order.customerPhone == null ? customer.phone() : order.customerPhone;
    }

    private static void report(OrderEntity order) {
        LOG.infof(
                "order placed restaurantId=%s orderId=%s orderNumber=%d callId=%s scheduled=%b",
                order.restaurantId, order.id, order.orderNumber, order.callId, order.cookStartAt != null);
        if (order.totalMismatch) {
            LOG.warnf("order total differs from its lines orderId=%s", order.id);
        }
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null ? null : OrderDraft.cut(text);
    }
}
