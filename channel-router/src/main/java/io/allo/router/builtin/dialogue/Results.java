// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads tool results, which come from any server, and trims arguments to what a tool's schema knows. */
final class Results {
    private Results() {}

    static boolean isTrue(Map<String, Object> result, String key) {
        return Boolean.TRUE.equals(result.get(key));
    }

    static String text(Map<String, Object> result, String key) {
        Object value = result.get(key);
        return switch (value) {
            case String text -> text.strip();
            case Number number -> new BigDecimal(number.toString()).toPlainString();
            case null, default -> "";
        };
    }

    static @Nullable BigDecimal money(Map<String, Object> result, String key) {
        try {
            String text = text(result, key);
            return text.isEmpty() ? null : new BigDecimal(text).setScale(2, RoundingMode.HALF_UP);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> objects(Map<String, Object> result, String key) {
        if (!(result.get(key) instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .filter(Map.class::isInstance)
                .map(entry -> (Map<String, Object>) entry)
                .toList();
    }

    /** The machine code of a refusal, empty when there is none. */
    static String reason(Map<String, Object> result) {
        for (String key : List.of("reason", "code")) {
            String reason = text(result, key);
            if (!reason.isEmpty()) {
                return reason.toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    /** The call may or may not have had its effect. */
    static boolean outcomeUnknown(Map<String, Object> result) {
        return isTrue(result, "outcomeUnknown")
                || isTrue(result, "outcome_unknown")
                || text(result, "outcome").equals("unknown")
                || text(result, "error").toLowerCase(Locale.ROOT).contains("outcome unknown");
    }

    /** Leaves out what the session's tool does not declare: a foreign server may refuse unknown properties. */
    static Map<String, Object> declared(Business business, String tool, Map<String, Object> arguments) {
        Object properties = business.tool(tool)
                .map(definition -> definition.parameters() == null
                        ? null
                        : definition.parameters().get("properties"))
                .orElse(null);
        if (!(properties instanceof Map<?, ?> known) || known.isEmpty()) {
            return arguments;
        }
        Map<String, Object> declared = new LinkedHashMap<>(arguments);
        declared.keySet().retainAll(known.keySet());
        return declared;
    }
}
