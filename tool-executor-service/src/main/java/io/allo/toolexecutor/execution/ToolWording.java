// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.Template;
import io.allo.contracts.tools.ToolConfig.ResponseMapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the model is told of an answer, or of a failure.
 *
 * @param deferred a failed note must not disturb the caller: it is told as done, and tried again
 */
record ToolWording(
        @Nullable Template success, @Nullable Template failure, boolean deferred, Function<Object, String> json) {
    private static final int LONGEST_ERROR = 500;
    private static final int LARGEST_RESULT = 65_536;

    /** The answer itself. */
    static final ToolWording PLAIN = new ToolWording(null, null, false, String::valueOf);

    static ToolWording of(@Nullable ResponseMapping mapping, ObjectMapper mapper) {
        Function<Object, String> json = value -> write(mapper, value);
        if (mapping == null) {
            return new ToolWording(null, null, false, json);
        }
        return new ToolWording(
                mapping.success() == null ? null : Template.of(mapping.success()),
                mapping.failure() == null ? null : Template.of(mapping.failure()),
                mapping.deferred(),
                json);
    }

    /** @param roots with {@code $res} */
    Map<String, Object> success(Map<String, Object> roots) {
        Object told = success == null ? roots.get("$res") : success.render(roots, json);
        Map<String, Object> result = object(told);
        String text = json.apply(result);
        return text.length() <= LARGEST_RESULT
                ? result
                : Map.of("success", true, "truncated", true, "result", text.substring(0, LARGEST_RESULT));
    }

    private static Map<String, Object> object(@Nullable Object told) {
        return switch (told) {
            case null -> Map.of("success", true);
            case Map<?, ?> map -> {
                Map<String, Object> object = new LinkedHashMap<>();
                map.forEach((key, value) -> object.put(String.valueOf(key), value));
                yield object;
            }
            case List<?> list -> Map.of("success", true, "result", list);
            default -> Map.of("success", true, "result", told);
        };
    }

    /** The server said no. */
    Map<String, Object> refusal(String error) {
        return deferred ? success(Map.of()) : failure(error);
    }

    /** @param error a sentence */
    Map<String, Object> failure(String error) {
        String bounded = error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR) + "…";
        if (failure == null) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("success", false);
            result.put("error", bounded);
            return result;
        }
        return object(failure.render(Map.of("$error", bounded), json));
    }

    private static String write(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            return String.valueOf(value);
        }
    }
}
