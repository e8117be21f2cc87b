// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.allo.contracts.tools.ToolConfig;
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

/** Tools of an agent. What cannot be accepted is 400 with every field at fault, a name that is taken 409. */
@Path("/api/agents/{agentId}/tools")
public class ToolConfigResource {
    private final ToolConfigs tools;

    ToolConfigResource(ToolConfigs tools) {
        this.tools = tools;
    }

    @GET
    public Uni<List<ToolConfig>> list(UUID agentId, @Context ContainerRequestContext request) {
        return tools.list(Caller.of(request), agentId);
    }

    @GET
    @Path("/{id}")
    public Uni<ToolConfig> get(UUID agentId, UUID id, @Context ContainerRequestContext request) {
        return tools.get(Caller.of(request), agentId, id);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Cancellable(false)
    public Uni<ToolConfig> create(UUID agentId, @Nullable JsonNode body, @Context ContainerRequestContext request) {
        return tools.create(Caller.of(request), Actor.known(request), agentId, orNull(body));
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<ToolConfig> replace(
            UUID agentId, UUID id, @Nullable JsonNode body, @Context ContainerRequestContext request) {
        return tools.replace(Caller.of(request), Actor.known(request), agentId, id, orNull(body));
    }

    @DELETE
    @Path("/{id}")
    @ResponseStatus(204)
    @Cancellable(false)
    public Uni<Void> delete(UUID agentId, UUID id, @Context ContainerRequestContext request) {
        return tools.delete(Caller.of(request), Actor.known(request), agentId, id);
    }

    private static JsonNode orNull(@Nullable JsonNode body) {
        return body == null ? NullNode.getInstance() : body;
    }
}
