// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.mcp;

import io.allo.contracts.tools.McpListing;
import io.allo.contracts.tools.McpListing.McpEndpoint;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** {@code POST /internal/mcp/tools}: session-config-service asks what a server offers; 502 with words when it does not tell. */
@Path("/internal/mcp/tools")
class McpToolsResource {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final McpClient client;

    McpToolsResource(McpClient client) {
        this.client = client;
    }

    @POST
    public Uni<McpListing> list(@Nullable McpEndpoint server) {
        if (server == null || server.url() == null) {
            throw new BadRequestException("url is required");
        }
        return client.tools(server, LIMIT).map(McpListing::new);
    }

    @ServerExceptionMapper
    Response failed(McpException e) {
        return Response.status(Response.Status.BAD_GATEWAY)
                .entity(Map.of("error", String.valueOf(e.getMessage())))
                .type("application/json")
                .build();
    }
}
