// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.session.SessionFacts.Restaurant;
import io.allo.contracts.tools.RestaurantTools;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The tools of a session, in their fixed order, without those that the restaurant has switched off. */
@ApplicationScoped
class OfferedTools {
    private final List<ToolDefinition> all;

    OfferedTools(ObjectMapper json) {
        try (InputStream in = RestaurantTools.open()) {
            all = json.readValue(in, new TypeReference<List<Map<String, Object>>>() {}).stream()
                    .map(OfferedTools::definition)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("restaurant-tools.json is part of contracts", e);
        }
    }

    @SuppressWarnings("unchecked") // the resource is ours; a test reads every entry
    private static ToolDefinition definition(Map<String, Object> tool) {
        return new ToolDefinition(
                "function", (String) tool.get("name"), (String) tool.get("description"), (Map<String, Object>)
                        tool.get("parameters"));
    }

    List<ToolDefinition> of(Restaurant restaurant) {
        return all.stream().filter(tool -> offered(tool.name(), restaurant)).toList();
    }

    private static boolean offered(String tool, Restaurant restaurant) {
        return switch (tool) {
            case "confirm_reservation", "lookup_reservation", "cancel_reservation" -> restaurant.reservationEnabled();
            case "check_order_status", "cancel_order" -> restaurant.orderStatusEnabled();
            case "transfer_call" ->
                restaurant.transferEnabled()
                        && restaurant.transferPhoneNumber() != null
                        && !restaurant.transferAutomatic();
            default -> true;
        };
    }
}
