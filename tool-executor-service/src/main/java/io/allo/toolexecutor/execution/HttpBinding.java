// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.contracts.tools.ToolExecutionRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a tool becomes an HTTP request, and what its answer means: data, so that a new tool is a new entry and no new code.
 *
 * @param passArguments the model's arguments go into the request under their own names
 * @param fields further values, by name in the body (POST, PATCH) or the query (GET)
 * @param success what the model is told on success
 * @param failure what the model is told otherwise
 * @param contextUpdates context key to the answer's field; {@link #WHOLE} is the answer itself
 */
record HttpBinding(
        Method method,
        String path,
        boolean passArguments,
        Map<String, Source> fields,
        SuccessShape success,
        FailureShape failure,
        Map<String, String> contextUpdates) {
    static final String WHOLE = "";

    /** HTTP methods that tools use. */
    enum Method {
        GET,
        POST,
        PATCH
    }

    /**
     * @param message null = the endpoint's answer unchanged; else {@code {success:true, message}}
     * @param fields added to the message: name to the answer's field
     */
    record SuccessShape(@Nullable String message, Map<String, String> fields) {
        SuccessShape(@Nullable String message) {
            this(message, Map.of());
        }

        Map<String, Object> of(Map<String, Object> answer) {
            if (message == null) {
                return answer;
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("success", true);
            result.put("message", message);
            fields.forEach((name, field) -> putPresent(result, name, answer.get(field)));
            return result;
        }
    }

    /** The result that stands for a failure, as existing prompts expect it. */
    enum FailureShape {
        REFUSED,
        NOT_AVAILABLE,
        NO_ORDERS,
        NO_RESERVATIONS,
        /** A failed note must not disturb the caller: it is told as done, logged and tried again. */
        UNNOTICED;

        Map<String, Object> of(String error, SuccessShape success) {
            Map<String, Object> result = new LinkedHashMap<>();
            switch (this) {
                case REFUSED -> result.put("success", false);
                case NOT_AVAILABLE -> result.put("available", false);
                case NO_ORDERS -> {
                    result.put("found", false);
                    result.put("orders", List.of());
                }
                case NO_RESERVATIONS -> {
                    result.put("found", false);
                    result.put("reservations", List.of());
                }
                case UNNOTICED -> {
                    return success.of(Map.of());
                }
            }
            result.put("error", error);
            return result;
        }
    }

    /** The request's values; missing ones are left out, never sent as the text "null" or "undefined". */
    Map<String, Object> values(ToolExecutionRequest call) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (passArguments) {
            call.arguments().forEach((name, value) -> putPresent(values, name, value));
        }
        fields.forEach((name, source) -> putPresent(values, name, source.of(call)));
        return values;
    }

    /** What the conversation remembers of the answer. */
    Map<String, Object> updates(Map<String, Object> answer) {
        Map<String, Object> updates = new LinkedHashMap<>();
        contextUpdates.forEach(
                (key, field) -> putPresent(updates, key, field.equals(WHOLE) ? answer : answer.get(field)));
        return updates;
    }

    private static void putPresent(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
