// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import io.allo.contracts.ServiceKeys;
import io.allo.contracts.tools.McpListing;
import io.allo.contracts.tools.McpListing.McpEndpoint;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Asks tool-executor-service, whose way out it is, what an MCP server offers; 502 with an {@code error} when it does not tell. */
@Path("/internal/mcp/tools")
@RegisterRestClient(configKey = "session-facts")
interface McpToolsClient {
    @POST
    Uni<McpListing> list(@HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, McpEndpoint server);
}
