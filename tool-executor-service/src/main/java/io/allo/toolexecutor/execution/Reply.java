// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An understood request's answer; a 4xx is one too.
 *
 * @param body JSON value, or text; null when it is empty
 */
record Reply(int status, @Nullable Object body) {

    /** What is no JSON is text. */
    static Reply of(int status, String text, ObjectMapper mapper) {
        if (text.isBlank()) {
            return new Reply(status, null);
        }
        try {
            return new Reply(status, mapper.readValue(text, Object.class));
        } catch (JsonProcessingException e) {
            return new Reply(status, text);
        }
    }

    boolean accepted() {
        return status < 300;
    }

    /** Done, but not what was asked for. */
    boolean refuses() {
        return body instanceof Map<?, ?> map
                && (Boolean.FALSE.equals(map.get("success")) || Boolean.FALSE.equals(map.get("available")));
    }

    String error() {
        if (body instanceof Map<?, ?> map) {
            for (String name : new String[] {"error", "message", "detail"}) {
                if (map.get(name) instanceof String text && !text.isBlank()) {
                    return text;
                }
            }
        }
        return "refused with status " + status;
    }
}
