// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.tools.ToolExecutionRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SourceTest {
    private static final HttpBinding AVAILABILITY = RestaurantBindings.table().get("check_availability");

    @Test
    @DisplayName("A50, A51: arguments and context become the request; types are kept, missing values are left out")
    void typesAreKept() {
        // Given
        List<Map<String, Object>> items = List.of(Map.of("id", 1));
        var call = call(Map.of("items", items, "total", 5), Map.of("restaurant_id", "r", "item_map", Map.of("1", "x")));

        // When
        Map<String, Object> body =
                RestaurantBindings.table().get("confirm_order").values(call);

        // Then
        assertThat(body)
                .containsEntry("items", items)
                .containsEntry("total", 5)
                .containsEntry("item_map", Map.of("1", "x"))
                .containsEntry("call_id", "conversation")
                .doesNotContainKeys("customer_id", "caller_phone", "last_availability_check");
    }

    @Test
    @DisplayName("A50: known coordinates travel with the check, but not to another address")
    void coordinatesBelongToTheirAddress() {
        // Given
        Map<String, Object> stored = Map.of("customer_delivery_lat", 48.87);
        Map<String, Object> checked = Map.of(
                "customer_delivery_lat",
                48.87,
                "last_availability_check",
                Map.of("customerAddressFormatted", "12 rue de Rivoli, 75004 Paris"));

        // Then
        assertThat(values(Map.of("customer_address", "anywhere"), stored)).containsEntry("customerLat", 48.87);
        assertThat(values(Map.of("customer_address", "12 Rue de Rivoli"), checked))
                .containsEntry("customerLat", 48.87);
        assertThat(values(Map.of("customer_address", "3 rue Monge"), checked)).doesNotContainKey("customerLat");
        assertThat(values(Map.of(), checked)).containsEntry("customerLat", 48.87);
    }

    private static Map<String, Object> values(Map<String, Object> arguments, Map<String, Object> context) {
        return AVAILABILITY.values(call(arguments, context));
    }

    private static ToolExecutionRequest call(Map<String, Object> arguments, Map<String, Object> context) {
        return new ToolExecutionRequest("conversation", "t", "a", "g", "tool", arguments, context, 1);
    }
}
