// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.toolexecutor.audit.AuditTrail;
import io.allo.toolexecutor.config.SchemaCheck;
import io.allo.toolexecutor.dining.Dining;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.faq.FaqDocument;
import io.allo.toolexecutor.faq.Faqs;
import io.allo.toolexecutor.menu.MenuDocument;
import io.allo.toolexecutor.menu.Menus;
import io.allo.toolexecutor.restaurant.RestaurantSchema;
import io.allo.toolexecutor.restaurant.RestaurantSettings;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/**
 * One document, one transaction: settings, menu, rooms, tables, services, offers and answered questions. What callers made (customers, orders, pending
 * questions) is never touched.
 */
@ApplicationScoped
class RestaurantImport {
    private final Restaurants restaurants;
    private final Menus menus;
    private final Dining dining;
    private final Faqs faqs;
    private final AuditTrail audit;
    private final ObjectMapper mapper;
    private final SchemaCheck schema;
    private final RestaurantSchema.Part settings;

    RestaurantImport(
            Restaurants restaurants,
            Menus menus,
            Dining dining,
            Faqs faqs,
            RestaurantSchema schema,
            AuditTrail audit,
            ObjectMapper mapper) {
        this.restaurants = restaurants;
        this.menus = menus;
        this.dining = dining;
        this.faqs = faqs;
        this.audit = audit;
        this.mapper = mapper;
        this.schema = schema.whole();
        this.settings = schema.settings();
    }

    /**
     * Imports and returns the new version of the restaurant's facts.
     *
     * @param actor for the audit log
     */
    Uni<Long> run(UUID restaurantId, JsonNode document, String actor) {
        RestaurantSettings checked = settings(document);
        MenuDocument menu = read(document, MenuDocument.class);
        List<FaqDocument> answered = document.has("faqs")
                ? mapper.convertValue(document.get("faqs"), new TypeReference<List<FaqDocument>>() {})
                : List.of();
        return Panache.withTransaction(() -> restaurants
                .save(restaurantId, checked)
                .call(() -> menus.replace(restaurantId, menu))
                .call(() -> dining.replace(restaurantId, document))
                .call(() -> faqs.importAll(restaurantId, answered))
                .call(() -> audit.note(
                        checked.accountId(), actor, "restaurant.imported", "restaurant:" + restaurantId, document)));
    }

    /** Settings of a new restaurant of the account; other fields of the body are left out. */
    RestaurantSettings newSettings(String accountId, JsonNode body) {
        return settings(settings.merged(mapper.createObjectNode().put("accountId", accountId), body));
    }

    /** @param current as {@link Restaurants#settings} gives them */
    RestaurantSettings changedSettings(ObjectNode current, JsonNode body) {
        return settings(settings.merged(current, body));
    }

    private RestaurantSettings settings(JsonNode document) {
        schema.firstMisfit(document).ifPresent(misfit -> {
            throw ApiException.badRequest("restaurant document: " + misfit);
        });
        RestaurantSettings checked = read(document, RestaurantSettings.class);
        checkNames(checked);
        return checked;
    }

    private <T> T read(JsonNode document, Class<T> type) {
        try {
            return mapper.treeToValue(document, type);
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest("restaurant document: " + e.getOriginalMessage());
        }
    }

    /** What a JSON Schema cannot say. */
    private static void checkNames(RestaurantSettings settings) {
        try {
            if (settings.timezone() != null) {
                ZoneId.of(settings.timezone());
            }
        } catch (DateTimeException e) {
            throw ApiException.badRequest("restaurant document: timezone is '" + settings.timezone()
                    + "' (expected: an IANA name such as Europe/Paris)");
        }
        try {
            if (settings.currency() != null) {
                Currency.getInstance(settings.currency());
            }
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("restaurant document: currency is '" + settings.currency()
                    + "' (expected: an ISO 4217 code such as EUR)");
        }
    }
}
