// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * Answer of {@code POST /internal/mcp/tools}: what an MCP server offers.
 *
 * @param tools in the server's order
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record McpListing(List<McpTool> tools) {
    public McpListing {
        tools = tools == null ? List.of() : tools;
    }

    /**
     * Body of the request.
     *
     * @param url the server's one endpoint
     * @param headers secret, sent with each request
     */
    public record McpEndpoint(String url, Map<String, String> headers) {
        public McpEndpoint {
            headers = headers == null ? Map.of() : headers;
        }

        /** No header value in it. */
        @Override
        public String toString() {
            return "McpEndpoint";
        }
    }

    /**
     * A tool as its server describes it.
     *
     * @param retrySafe the server says that it only reads, or does nothing twice
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record McpTool(String name, String description, Map<String, Object> parameters, boolean retrySafe) {}
}
