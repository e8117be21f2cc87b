// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /internal/agents/{id}/tools}: what the executor may run for an agent; 404 when the agent is unknown or of
 * another account.
 *
 * @param baseUrl {@code BASE_URL} of its templates; null = our own business endpoints
 * @param config the agent's configuration, {@code config} of its templates
 * @param tools also those that are not offered now; empty when it has none of its own, which means the restaurant's twelve
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentTools(@Nullable String baseUrl, Map<String, Object> config, List<ToolConfig> tools) {
    public AgentTools {
        config = config == null ? Map.of() : config;
        tools = tools == null ? List.of() : tools;
    }

    /** No header value in it. */
    @Override
    public String toString() {
        return "AgentTools" + tools;
    }
}
