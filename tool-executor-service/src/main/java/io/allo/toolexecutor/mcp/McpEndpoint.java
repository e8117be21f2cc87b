// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.mcp;

import java.util.Map;

/**
 * Where an MCP server is.
 *
 * @param url its one endpoint
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
