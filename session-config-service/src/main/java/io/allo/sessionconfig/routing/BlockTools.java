// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.tools.RestaurantTools;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** The functions of a voice-agent block: in the models' wire format (flat or nested), or names of Allo's own tools. */
@ApplicationScoped
class BlockTools {
    private static final Logger LOG = Logger.getLogger(BlockTools.class);

    private final ObjectMapper json;
    private final Map<String, ToolDefinition> known;

    BlockTools(ObjectMapper json) {
        this.json = json;
        try (InputStream in = RestaurantTools.open()) {
            known = StreamSupport.stream(json.readTree(in).spliterator(), false)
                    .map(this::definition)
                    .collect(Collectors.toMap(ToolDefinition::name, Function.identity()));
        } catch (IOException e) {
            throw new UncheckedIOException("restaurant-tools.json is part of contracts", e);
        }
    }

    /** In the block's order; what is no function is left out with a warning. */
    List<ToolDefinition> of(List<JsonNode> tools) {
        return tools.stream().flatMap(tool -> read(tool).stream()).toList();
    }

    private Optional<ToolDefinition> read(JsonNode tool) {
        JsonNode function = tool.has("function") ? tool.get("function") : tool;
        if (function.path("name").isTextual()) {
            return Optional.of(definition(function));
        }
        Optional<ToolDefinition> named =
                tool.isTextual() ? Optional.ofNullable(known.get(tool.asText())) : Optional.empty();
        if (named.isEmpty()) {
            LOG.warnf("a tool of a voice-agent block is neither a function nor a known name: left out");
        }
        return named;
    }

    private ToolDefinition definition(JsonNode function) {
        Map<String, Object> parameters = function.path("parameters").isObject()
                ? json.convertValue(function.get("parameters"), new TypeReference<>() {})
                : Map.of("type", "object", "properties", Map.of());
        return new ToolDefinition(
                "function",
                function.get("name").asText(),
                function.path("description").asText(""),
                parameters);
    }
}
