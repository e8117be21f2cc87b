// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** MCP servers of an agent: their tools are the agent's, without code. */
@Path("/api/agents/{agentId}/mcp-servers")
public class McpServerResource {
    private final McpServers servers;

    McpServerResource(McpServers servers) {
        this.servers = servers;
    }

    @GET
    public Uni<List<McpServerView>> list(UUID agentId, @Context ContainerRequestContext request) {
        return servers.list(Caller.of(request), agentId);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Cancellable(false)
    public Uni<McpServerView> create(UUID agentId, @Nullable JsonNode body, @Context ContainerRequestContext request) {
        return servers.create(
                Caller.of(request), Actor.known(request), agentId, body == null ? NullNode.getInstance() : body);
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<McpServerView> replace(
            UUID agentId, UUID id, @Nullable JsonNode body, @Context ContainerRequestContext request) {
        return servers.replace(
                Caller.of(request), Actor.known(request), agentId, id, body == null ? NullNode.getInstance() : body);
    }

    @DELETE
    @Path("/{id}")
    @ResponseStatus(204)
    @Cancellable(false)
    public Uni<Void> delete(UUID agentId, UUID id, @Context ContainerRequestContext request) {
        return servers.delete(Caller.of(request), Actor.known(request), agentId, id);
    }
}
