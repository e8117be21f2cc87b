// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.session.SessionFacts.Restaurant;
import io.allo.contracts.tools.ToolConfig;
import io.allo.sessionconfig.tooldefinition.SessionTools;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tools of a restaurant's session, in their fixed order, without those that the restaurant has switched off. */
@ApplicationScoped
class OfferedTools {
    private final SessionTools tools;

    OfferedTools(SessionTools tools) {
        this.tools = tools;
    }

    /** @param agentId whose tools; null = those of the restaurant's oldest agent */
    Uni<List<ToolDefinition>> of(Restaurant restaurant, @Nullable UUID agentId) {
        return tools.ofRestaurant(restaurant.accountId(), restaurant.id(), agentId, conditions(restaurant))
                .map(offered -> functions(offered, restaurant));
    }

    /** Without anything stored. */
    List<ToolDefinition> of(Restaurant restaurant) {
        return functions(tools.offered(List.of(), conditions(restaurant)), restaurant);
    }

    private static List<ToolDefinition> functions(List<ToolConfig> offered, Restaurant restaurant) {
        return offered.stream()
                .filter(tool -> !tool.name().equals("transfer_call") || transfers(restaurant))
                .map(tool -> new ToolDefinition("function", tool.name(), tool.description(), tool.parameters()))
                .toList();
    }

    /** The restaurant's own word counts, and not what its agent's configuration repeats of it. */
    private static Map<String, Object> conditions(Restaurant restaurant) {
        return Map.of(
                "deliveryEnabled", restaurant.deliveryEnabled(),
                "reservationEnabled", restaurant.reservationEnabled(),
                "orderStatusEnabled", restaurant.orderStatusEnabled(),
                "transferEnabled", transfers(restaurant));
    }

    private static boolean transfers(Restaurant restaurant) {
        return restaurant.transferEnabled()
                && restaurant.transferPhoneNumber() != null
                && !restaurant.transferAutomatic();
    }
}
