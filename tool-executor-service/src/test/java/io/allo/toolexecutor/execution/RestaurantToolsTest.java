// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.ToolExecutionRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The restaurant's tools as requests. */
class RestaurantToolsTest {
    private static final Map<String, Tool> TOOLS = new ToolRegistry(new ObjectMapper()).all();
    private static final Toolbox BOX = new Toolbox("https://base.example", Map.of(), Map.of(), TOOLS);

    @Test
    @DisplayName("A50, A51: arguments and context become the request; types are kept, missing values are left out")
    void typesAreKept() {
        List<Map<String, Object>> items = List.of(Map.of("id", 1));

        assertThat(body(
                        "confirm_order",
                        Map.of("items", items, "total", 5),
                        Map.of("restaurant_id", "r", "item_map", Map.of("1", "x"))))
                .containsEntry("items", items)
                .containsEntry("total", 5)
                .containsEntry("item_map", Map.of("1", "x"))
                .containsEntry("call_id", "conversation")
                .doesNotContainKeys("customer_id", "caller_phone", "last_availability_check");
    }

    @Test
    @DisplayName("A50: known coordinates travel with the check, but not to another address")
    void coordinatesBelongToTheirAddress() {
        Map<String, Object> stored = Map.of("customer_delivery_lat", 48.87);
        Map<String, Object> checked = Map.of(
                "customer_delivery_lat",
                48.87,
                "last_availability_check",
                Map.of("customerAddressFormatted", "12 rue de Rivoli, 75004 Paris"));

        assertThat(check(Map.of("customer_address", "anywhere"), stored)).containsEntry("customerLat", 48.87);
        assertThat(check(Map.of("customer_address", "12 Rue de Rivoli"), checked))
                .containsEntry("customerLat", 48.87);
        assertThat(check(Map.of("customer_address", "3 rue Monge"), checked)).doesNotContainKey("customerLat");
        assertThat(check(Map.of(), checked)).containsEntry("customerLat", 48.87);
    }

    @Test
    @DisplayName("A42: what was checked is booked; a check for a pickup says nothing of tables")
    void theCheckedTimeIsBooked() {
        Map<String, Object> spoken = Map.of("reservation_time", "20:00");
        Map<String, Object> table =
                Map.of("mode", "reservation", "estimatedTimeISO", "2026-11-22T19:30:00Z", "serviceId", "s");

        assertThat(body("confirm_reservation", spoken, Map.of("last_availability_check", table)))
                .containsEntry("reservationTime", "2026-11-22T19:30:00Z")
                .containsEntry("serviceId", "s")
                .containsEntry("status", "confirmed");
        Map<String, Object> pickup = Map.of("mode", "pickup", "estimatedTimeISO", "2026-11-22T19:30:00Z");
        assertThat(body("confirm_reservation", spoken, Map.of("last_availability_check", pickup)))
                .containsEntry("reservationTime", "20:00")
                .doesNotContainKey("serviceId");
    }

    private static Map<String, Object> check(Map<String, Object> arguments, Map<String, Object> context) {
        return body("check_availability", arguments, context);
    }

    @SuppressWarnings("unchecked") // the twelve have objects as bodies
    private static Map<String, Object> body(String tool, Map<String, Object> arguments, Map<String, Object> context) {
        var call = new ToolExecutionRequest("conversation", "t", "a", "g", tool, arguments, context, 1);
        return (Map<String, Object>) Rendered.of(TOOLS.get(tool).http(), BOX.roots(call), String::valueOf)
                .body();
    }
}
