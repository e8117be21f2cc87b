// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.contracts.tools.McpListing.McpTool;
import io.allo.contracts.tools.ToolConfig;
import io.allo.sessionconfig.tooldefinition.McpServers.McpTools;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** Tools of an MCP server as tools of an agent: named {@code server_tool}, those that cannot be offered left out. */
final class McpToolConfigs {
    private static final Logger LOG = Logger.getLogger(McpToolConfigs.class);
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_DESCRIPTION = 1_000;
    private static final int MOST_OF_A_SERVER = 50;
    private static final int AFTER_ALL_OTHERS = 1_000_000;

    private McpToolConfigs() {}

    /** @param headers secret, for the executor; none for what is shown */
    static List<ToolConfig> of(McpTools server, Map<String, String> headers, ObjectMapper json) {
        List<ToolConfig> configs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (McpTool tool : server.tools()) {
            ObjectNode schema = json.valueToTree(tool.parameters());
            schema.remove(List.of("$schema", "$id"));
            if (!schema.has("type")) {
                schema.put("type", "object");
            }
            String name = name(server.server().name(), tool.name());
            if (configs.size() < MOST_OF_A_SERVER && isFit(server, tool, schema) && names.add(name)) {
                configs.add(config(server, tool, name, headers, json.convertValue(schema, OBJECT)));
            }
        }
        return configs;
    }

    private static boolean isFit(McpTools server, McpTool tool, ObjectNode schema) {
        var fault = ParameterSchema.fault(schema);
        fault.ifPresent(why ->
                LOG.warnf("MCP server %s: %s left out: %s", server.server().id(), tool.name(), why));
        return fault.isEmpty();
    }

    /** What models take as a name. */
    private static String name(String server, String tool) {
        String name = (server + "_" + tool).replaceAll("[^A-Za-z0-9_-]", "_");
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    private static ToolConfig config(
            McpTools from, McpTool tool, String name, Map<String, String> headers, Map<String, Object> schema) {
        String description = tool.description() == null ? "" : tool.description();
        return new ToolConfig(
                from.server().id() + ":" + tool.name(),
                name,
                description.substring(0, Math.min(description.length(), LONGEST_DESCRIPTION)),
                schema,
                null,
                new ToolConfig.McpCall(
                        from.server().id().toString(), from.server().url(), headers, tool.name(), tool.retrySafe()),
                Map.of(),
                null,
                null,
                false,
                false,
                false,
                false,
                true,
                AFTER_ALL_OTHERS);
    }
}
