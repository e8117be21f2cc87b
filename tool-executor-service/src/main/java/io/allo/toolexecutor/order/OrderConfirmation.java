// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.contracts.events.BusinessEvent;
import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.customer.Customer;
import io.allo.toolexecutor.customer.Customers;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.allo.toolexecutor.menu.Menus;
import io.allo.toolexecutor.outbox.Outbox;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the caller agreed to into an order, in one transaction: number, lines, customer counters, the fact for the
 * outbox and the answer. Either all of it is stored or nothing.
 */
@ApplicationScoped
class OrderConfirmation {
    private static final Logger LOG = Logger.getLogger(OrderConfirmation.class);

    private final OrderRepository repository;
    private final Menus menus;
    private final Customers customers;
    private final Outbox outbox;
    private final Idempotency idempotency;
    private final Json json;
    private final OrderConfig config;
    private final Clock clock;

    OrderConfirmation(
            OrderRepository repository,
            Menus menus,
            Customers customers,
            Outbox outbox,
            Idempotency idempotency,
            Json json,
            OrderConfig config,
            Clock clock) {
        this.repository = repository;
        this.menus = menus;
        this.customers = customers;
        this.outbox = outbox;
        this.idempotency = idempotency;
        this.json = json;
        this.config = config;
        this.clock = clock;
    }

    /** Confirms; a refusal is an answer with status 200. */
    Uni<Answer> confirm(Restaurant restaurant, ConfirmOrderRequest request, @Nullable ActionKey key) {
        return idempotency.once(key, () -> {
            Optional<String> misfit = OrderChecks.misfit(request, config);
            if (misfit.isPresent()) {
                return refused(misfit.get());
            }
            OrderDraft draft = OrderDraft.of(request);
            OrderTotals totals = totals(restaurant, request, draft);
            Optional<String> rule = OrderChecks.deliveryRefusal(restaurant, request, totals);
            return rule.isPresent() ? refused(rule.get()) : store(restaurant, request, draft, totals);
        });
    }

    private Uni<Outcome> store(
            Restaurant restaurant, ConfirmOrderRequest request, OrderDraft draft, OrderTotals totals) {
        String hash = OrderDraft.contentHash(request, draft);
        Instant now = clock.instant();
        // The number's lock comes first: two equal orders in parallel would otherwise not see each other.
        return repository
                .nextNumber(restaurant.id())
                .chain(number -> sameAsBefore(restaurant, request, hash, now)
                        .chain(first -> first != null
                                ? Uni.createFrom().item(answer(restaurant, first))
                                : create(restaurant, request, draft, totals, new Stamp(number, hash, now))));
    }

    /** What an order gets at its creation. */
    private record Stamp(long number, String contentHash, Instant at) {}

    private Uni<OrderEntity> sameAsBefore(
            Restaurant restaurant, ConfirmOrderRequest request, String hash, Instant now) {
        return request.callId() == null || request.callId().isBlank()
                ? Uni.createFrom().nullItem()
                : repository.sameContent(restaurant.id(), request.callId(), hash, now.minus(config.duplicateWindow()));
    }

    private Uni<Outcome> create(
            Restaurant restaurant, ConfirmOrderRequest request, OrderDraft draft, OrderTotals totals, Stamp stamp) {
        String phone = PhoneNumbers.normalise(request.callerPhone(), restaurant.region())
                .orElse(null);
        UUID customerId = OrderDraft.uuid(request.customerId());
        Set<UUID> named = draft.lines().stream()
                .map(OrderDraft.Line::menuItemId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return menus.known(restaurant.id(), named)
                .chain(known -> customers
                        .countOrder(restaurant.id(), customerId, phone, totals.total(), stamp.at())
                        .chain(customer -> {
                            OrderEntity order = toRow(restaurant, request, totals, stamp);
                            order.customerPhone = phone;
                            customer.ifPresent(found -> link(order, found));
                            draft.lines().forEach(line -> addLine(order, line, known));
                            return repository.persistAndFlush(order);
                        }))
                .call(order -> outbox.add(new BusinessEvent.OrderPlaced(
                        UUID.randomUUID().toString(),
                        stamp.at(),
                        restaurant.id().toString(),
                        order.id.toString(),
                        order.orderNumber,
                        order.callId)))
                .invoke(order -> report(order))
                .map(order -> answer(restaurant, order));
    }

    private static void report(OrderEntity order) {
        LOG.infof(
                "order placed restaurantId=%s orderId=%s orderNumber=%d callId=%s",
                order.restaurantId, order.id, order.orderNumber, order.callId);
        if (order.totalMismatch) {
            LOG.warnf("order total differs from its lines orderId=%s", order.id);
        }
    }

    private static void link(OrderEntity order, Customer customer) {
        order.customerId = customer.id();
        order.customerName = order.customerName == null ? customer.firstName() : order.customerName;
        order.customerPhone = order.customerPhone == null ? customer.phone() : order.customerPhone;
    }

    private OrderEntity toRow(Restaurant restaurant, ConfirmOrderRequest request, OrderTotals totals, Stamp stamp) {
        OrderEntity order = new OrderEntity();
        order.id = UUID.randomUUID();
        order.restaurantId = restaurant.id();
        order.orderNumber = stamp.number();
        order.callId = request.callId();
        order.customerName = request.customerName() == null ? null : OrderDraft.cut(request.customerName());
        order.orderType = request.orderType().wireName();
        order.status = OrderStatus.PENDING.wireName();
        order.subtotal = totals.subtotal();
        order.deliveryFee = totals.fee();
        order.total = totals.total();
        order.totalSent = request.total() == null ? null : OrderTotals.money(request.total());
        order.totalMismatch = totals.mismatch();
        order.paymentMethod = request.paymentMethod().wireName();
        order.notes = OrderDraft.cut(request.notes());
        order.estimatedReadyAt = readyAt(request, stamp.at());
        order.source = "phone_ai";
        order.contentHash = stamp.contentHash();
        order.createdAt = stamp.at();
        order.updatedAt = stamp.at();
        if (request.orderType() == OrderType.DELIVERY) {
            ConfirmOrderRequest.Availability checked = request.lastAvailabilityCheck();
            order.deliveryAddress = checked.customerAddressFormatted();
            order.deliveryDistanceKm = checked.deliveryDistanceKm();
            order.deliveryLat = checked.customerLat();
            order.deliveryLng = checked.customerLng();
        }
        return order;
    }

    private void addLine(OrderEntity order, OrderDraft.Line line, Set<UUID> known) {
        OrderLineEntity row = new OrderLineEntity();
        row.id = UUID.randomUUID();
        row.order = order;
        row.position = order.lines.size();
        row.menuItemId = line.menuItemId() != null && known.contains(line.menuItemId()) ? line.menuItemId() : null;
        row.name = line.name();
        row.quantity = line.price().quantity();
        row.unitPrice = line.price().unitPrice();
        row.lineTotal = line.price().total();
        row.options = json.write(line.options());
        row.notes = line.notes();
        order.lines.add(row);
    }

    private Instant readyAt(ConfirmOrderRequest request, Instant now) {
        String iso = request.lastAvailabilityCheck().estimatedTimeISO();
        if (iso == null || iso.isBlank()) {
            return now.plus(config.defaultReadyIn());
        }
        try {
            return Instant.parse(iso);
        } catch (DateTimeParseException e) {
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

    private static Outcome answer(Restaurant restaurant, OrderEntity order) {
        return Outcome.ok(OrderAnswers.confirmed(order, restaurant.zone()));
    }

    private static Uni<Outcome> refused(String reason) {
        return Uni.createFrom().item(Outcome.ok(OrderAnswers.refused(reason)));
    }
}
