// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.RestaurantTools;
import io.allo.toolexecutor.config.SchemaCheck;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The tools that can be executed, by name: schemas from {@link RestaurantTools}, requests from the bindings. */
@ApplicationScoped
class ToolRegistry {
    private final Map<String, Tool> tools;

    ToolRegistry(ObjectMapper mapper) {
        Map<String, HttpBinding> bindings = RestaurantBindings.table();
        Map<String, Tool> found = new HashMap<>();
        for (JsonNode definition : definitions(mapper)) {
            String name = definition.path("name").asText();
            HttpBinding binding = bindings.get(name);
            if (binding != null) {
                found.put(name, new Tool(name, new SchemaCheck(definition.path("parameters")), binding));
            }
        }
        if (!found.keySet().containsAll(bindings.keySet())) {
            throw new IllegalStateException(
                    "bound tools without a definition: got " + found.keySet() + ", expected " + bindings.keySet());
        }
        this.tools = Map.copyOf(found);
    }

    Optional<Tool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    private static JsonNode definitions(ObjectMapper mapper) {
        try (InputStream in = RestaurantTools.open()) {
            return mapper.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
