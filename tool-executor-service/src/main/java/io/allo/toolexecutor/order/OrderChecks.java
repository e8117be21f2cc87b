// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.toolexecutor.restaurant.Restaurant;
import java.math.BigDecimal;
import java.util.Optional;

/** Why an order is refused, worded for the model that has to tell the caller. */
final class OrderChecks {
    private OrderChecks() {}

    /** What makes the request unusable. */
    static Optional<String> misfit(ConfirmOrderRequest request, OrderConfig config) {
        if (request.items().isEmpty()) {
            return Optional.of("La commande est vide : items doit contenir au moins un article.");
        }
        if (request.items().size() > config.maxLines()) {
            return Optional.of(
                    "Trop d'articles : " + request.items().size() + " lignes (au plus " + config.maxLines() + ").");
        }
        if (request.total() != null && !priced(request.total())) {
            return Optional.of("total doit être compris entre 0 et 99999.");
        }
        if (request.deliveryFee() != null && !priced(request.deliveryFee())) {
            return Optional.of("delivery_fee doit être compris entre 0 et 99999.");
        }
        return request.items().stream()
                .map(item -> misfit(item, config))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> misfit(ConfirmOrderRequest.Item item, OrderConfig config) {
        if (item.id() == null) {
            return Optional.of("Un article n'a pas de numéro : id est attendu (le #N de la carte).");
        }
        if (item.quantity() == null || item.quantity() < 1 || item.quantity() > config.maxQuantity()) {
            return Optional.of("Article #" + item.id() + " : quantity est " + item.quantity() + " (attendu : de 1 à "
                    + config.maxQuantity() + ").");
        }
        if (item.unitPrice() == null || !priced(item.unitPrice())) {
            return Optional.of(
                    "Article #" + item.id() + " : unit_price est " + item.unitPrice() + " (attendu : un prix).");
        }
        boolean extrasPriced = item.selectedOptions().stream()
                .allMatch(option -> option.extraPrice() == null
                        || priced(option.extraPrice().abs()));
        return extrasPriced
                ? Optional.empty()
                : Optional.of("Article #" + item.id() + " : extra_price est trop grand.");
    }

    /** What the restaurant's delivery rules forbid. */
    static Optional<String> deliveryRefusal(Restaurant restaurant, ConfirmOrderRequest request, OrderTotals totals) {
        if (request.orderType() != OrderType.DELIVERY) {
            return Optional.empty();
        }
        var facts = restaurant.facts();
        if (!facts.deliveryEnabled()) {
            return Optional.of("Ce restaurant ne livre pas : proposer de passer chercher la commande.");
        }
        BigDecimal minimum = facts.minOrderAmount();
        if (minimum != null && totals.subtotal().compareTo(minimum) < 0) {
            return Optional.of("Le minimum de commande pour une livraison est de " + OrderTotals.money(minimum) + " "
                    + facts.currency() + ", la commande est de " + totals.subtotal() + ".");
        }
        return Optional.empty();
    }

    private static boolean priced(BigDecimal price) {
        return OrderBounds.priced(price);
    }
}
