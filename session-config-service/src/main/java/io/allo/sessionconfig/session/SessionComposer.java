// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.AnsweredQuestion;
import io.allo.contracts.session.SessionConfig.CustomerContext;
import io.allo.contracts.session.SessionConfig.DialogueFacts;
import io.allo.contracts.session.SessionConfig.SipCredentials;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.session.SessionFacts;
import io.allo.contracts.session.SessionFacts.Customer;
import io.allo.contracts.session.SessionFacts.Restaurant;
import io.allo.sessionconfig.pricing.PriceList;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Composes the answer of {@code GET /api/ai} from the facts; nothing is kept between two calls. */
@ApplicationScoped
class SessionComposer {
    private final PriceList prices;
    private final Clock clock;

    SessionComposer(PriceList prices, Clock clock) {
        this.prices = prices;
        this.clock = clock;
    }

    SessionConfig compose(
            SessionFacts facts, List<ToolDefinition> tools, @Nullable SipCredentials credentials, boolean chat) {
        Restaurant restaurant = facts.restaurant();
        Customer customer = facts.customer();
        NumberedMenu menu = new NumberedMenu(facts);
        BigDecimal margin = restaurant.aiCostMarginPct();
        return new SessionConfig(
                new PromptComposer(facts, menu, tools, clock.instant()).compose(),
                tools,
                restaurant.voice(),
                Greeting.of(restaurant, customer, chat),
                initialContext(restaurant, customer, menu),
                credentials,
                menu.itemMap(),
                margin != null ? margin : prices.defaultMarginPct(),
                restaurant.currency(),
                prices.rateTo(restaurant.currency()).orElse(BigDecimal.ONE),
                restaurant.timezone(),
                restaurant.avgPrepTimeMin(),
                restaurant.deliveryEnabled(),
                restaurant.reservationEnabled(),
                restaurant.transferEnabled(),
                restaurant.transferPhoneNumber(),
                restaurant.transferAutomatic(),
                customer == null ? null : customerContext(customer),
                dialogueFacts(facts, menu));
    }

    /** Keys for an unknown customer are present and null: the contract says so. */
    private static Map<String, Object> initialContext(
            Restaurant restaurant, @Nullable Customer customer, NumberedMenu menu) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("item_map", menu.itemMap());
        context.put("customer_id", customer == null ? null : customer.id());
        context.put("customer_name", customer == null ? null : customer.firstName());
        context.put("customer_delivery_lat", customer == null ? null : customer.deliveryLat());
        context.put("customer_delivery_lng", customer == null ? null : customer.deliveryLng());
        context.put("avg_prep_time_min", restaurant.avgPrepTimeMin());
        context.put("delivery_enabled", restaurant.deliveryEnabled());
        context.put("restaurant_id", restaurant.id());
        context.put("transfer_phone", restaurant.transferPhoneNumber());
        return context;
    }

    private static CustomerContext customerContext(Customer customer) {
        return new CustomerContext(
                customer.id(),
                customer.firstName(),
                customer.phone(),
                customer.deliveryAddress(),
                customer.deliveryCity(),
                customer.deliveryPostalCode(),
                customer.deliveryNotes(),
                customer.deliveryLat(),
                customer.deliveryLng(),
                customer.totalOrders(),
                customer.totalSpent());
    }

    private static DialogueFacts dialogueFacts(SessionFacts facts, NumberedMenu menu) {
        Restaurant restaurant = facts.restaurant();
        return new DialogueFacts(
                restaurant.name(),
                restaurant.openingHoursText(),
                menu.numberedItems(),
                facts.faqs().stream()
                        .map(faq -> new AnsweredQuestion(faq.question(), faq.answer(), faq.category()))
                        .toList(),
                restaurant.deliveryFee(),
                restaurant.minOrderAmount(),
                restaurant.deliveryFreeAbove());
    }
}
