// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.AppointmentTools;
import io.allo.contracts.tools.RestaurantTools;
import io.allo.contracts.tools.ToolConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Our own tools that make a request, by name, as {@link RestaurantTools} and {@link AppointmentTools} define them. No name stands in
 * both.
 */
@ApplicationScoped
class ToolRegistry {
    private final Map<String, Tool> tools = new HashMap<>();

    ToolRegistry(ObjectMapper mapper) {
        add(RestaurantTools.open(), mapper);
        add(AppointmentTools.open(), mapper);
    }

    private void add(InputStream definitions, ObjectMapper mapper) {
        try (InputStream in = definitions) {
            mapper.readValue(in, new TypeReference<List<ToolConfig>>() {}).stream()
                    .filter(config -> config.http() != null)
                    .forEach(config -> tools.put(config.name(), Tool.of(config, mapper)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Tool> all() {
        return tools;
    }
}
