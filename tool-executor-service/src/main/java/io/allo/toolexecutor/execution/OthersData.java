// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.contracts.tools.ToolExecutionRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person learns who asks by a telephone number that is not verifiably his own: that there is something, its state and its
 * time, but no name, dish, price, note or id. Whoever talks a model into asking for a stranger's number gets no more.
 */
final class OthersData {
    private static final Map<String, Set<String>> TOLD = Map.of(
            "orders", Set.of("orderNumber", "status", "orderType", "estimatedReadyAt", "createdAt"),
            "reservations", Set.of("reservationTime", "localTime", "status", "partySize"));
    private static final Set<String> LOOKUPS = Set.of("check_order_status", "lookup_reservation");
    private static final String WHY =
            "Ce n'est pas le numéro de l'appelant : seuls l'état et l'heure peuvent être donnés.";
    /** Digits of a number that tell it from others, however it is written. */
    private static final int SIGNIFICANT = 9;

    private OthersData() {}

    /** @param told what the tool would answer */
    static Map<String, Object> withheld(ToolExecutionRequest call, Map<String, Object> told) {
        if (!LOOKUPS.contains(call.tool())) {
            return told;
        }
        Object asked = call.arguments().get("customer_phone");
        String verified = digits(call.context().get("caller_phone"));
        boolean own = !verified.isEmpty() && (asked == null || digits(asked).equals(verified));
        return own ? told : reduced(told);
    }

    private static Map<String, Object> reduced(Map<String, Object> told) {
        Map<String, Object> reduced = new LinkedHashMap<>();
        told.forEach((key, value) -> {
            Set<String> fields = TOLD.get(key);
            reduced.put(key, fields == null ? value : reduced(value, fields));
        });
        if (Boolean.TRUE.equals(told.get("found"))) {
            reduced.put("limited", WHY);
        }
        return reduced;
    }

    private static Object reduced(@Nullable Object entries, Set<String> fields) {
        if (!(entries instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .filter(Map.class::isInstance)
                .map(entry -> {
                    Map<Object, Object> kept = new LinkedHashMap<>((Map<?, ?>) entry);
                    kept.keySet().retainAll(fields);
                    return kept;
                })
                .toList();
    }

    private static String digits(@Nullable Object number) {
        String digits = number == null ? "" : number.toString().replaceAll("\\D", "");
        return digits.substring(Math.max(0, digits.length() - SIGNIFICANT));
    }
}
