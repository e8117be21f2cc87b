// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.contracts.tools.ToolExecutionRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tools of one agent and what its templates know.
 *
 * @param baseUrl {@code BASE_URL}; null = our own business endpoints
 * @param config the agent's configuration
 * @param own the agent's stored tools by name; they go before the restaurant's
 */
record Toolbox(
        @Nullable String baseUrl, Map<String, Object> config, Map<String, Tool> own, Map<String, Tool> restaurant) {

    /** Empty also for a tool that is switched off. */
    Optional<Tool> find(String name) {
        Tool stored = own.get(name);
        return stored == null
                ? Optional.ofNullable(restaurant.get(name))
                : Optional.of(stored).filter(tool -> tool.config().enabled());
    }

    /** What templates of this call can name. */
    Map<String, Object> roots(ToolExecutionRequest call) {
        Map<String, Object> roots = new HashMap<>();
        roots.put("config", config);
        roots.put("ctx", context(call));
        roots.put("$ai", call.arguments());
        if (baseUrl != null) {
            roots.put("BASE_URL", baseUrl);
        }
        if (call.context().get("caller_phone") != null) {
            roots.put("callerPhone", call.context().get("caller_phone"));
        }
        return roots;
    }

    /**
     * The context store, with what follows from it: {@code call_id} of a text conversation, {@code last_reservation_check} when
     * the last check was for a table, and no coordinates when the caller now names another address than was last found.
     */
    private static Map<String, Object> context(ToolExecutionRequest call) {
        Map<String, Object> context = new HashMap<>(call.context());
        if (context.get("call_id") == null) {
            context.put("call_id", call.conversationId());
        }
        if (context.get("last_availability_check") instanceof Map<?, ?> check) {
            if ("reservation".equals(check.get("mode"))) {
                context.put("last_reservation_check", check);
            }
            if (check.get("customerAddressFormatted") instanceof String found
                    && call.arguments().get("customer_address") instanceof String address
                    && !found.toLowerCase(Locale.ROOT)
                            .startsWith(address.strip().toLowerCase(Locale.ROOT))) {
                context.remove("customer_delivery_lat");
                context.remove("customer_delivery_lng");
            }
        }
        return context;
    }
}
