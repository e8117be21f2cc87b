// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.toolexecutor.execution.Tool.HttpTool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A tool's request with its values filled in.
 *
 * @param query beside what the URL brings
 * @param body JSON value, or text; null = none
 */
record Rendered(
        String url,
        Map<String, String> query,
        Map<String, String> headers,
        @Nullable Object body) {

    /** @throws IllegalArgumentException when a value that the URL needs is missing or unfit */
    static Rendered of(HttpTool tool, Map<String, Object> roots, Function<Object, String> json) {
        Map<String, String> headers = new LinkedHashMap<>();
        tool.headers().forEach((name, template) -> {
            if (template.render(roots, json) instanceof Object value) {
                headers.put(name, text(value, json).replaceAll("[\\r\\n\\x00]", " "));
            }
        });
        return new Rendered(tool.url().render(roots), query(tool, roots, json), headers, body(tool, roots, json));
    }

    private static Map<String, String> query(HttpTool tool, Map<String, Object> roots, Function<Object, String> json) {
        Map<String, String> query = new LinkedHashMap<>();
        Object values = tool.plain() && !tool.hasBody()
                ? roots.get("$ai")
                : tool.query().render(roots, json);
        if (values instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (value != null) {
                    query.put(String.valueOf(name), text(value, json));
                }
            });
        }
        return query;
    }

    private static @Nullable Object body(HttpTool tool, Map<String, Object> roots, Function<Object, String> json) {
        if (!tool.hasBody()) {
            return null;
        }
        return tool.body() == null ? roots.get("$ai") : tool.body().render(roots, json);
    }

    private static String text(Object value, Function<Object, String> json) {
        return value instanceof Map || value instanceof List ? json.apply(value) : String.valueOf(value);
    }
}
