// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Agents of an account. Their tools: {@code tooldefinition}; their telephone lines: {@code phoneline}. */
@Path("/api/agents")
public class AgentResource {
    private final AgentAdmin agents;
    private final Brains brains;
    private final AgentRemovals removals;

    AgentResource(AgentAdmin agents, Brains brains, AgentRemovals removals) {
        this.agents = agents;
        this.brains = brains;
        this.removals = removals;
    }

    @GET
    public Uni<List<Map<String, Object>>> list(
            @RestQuery @Nullable UUID accountId, @Context ContainerRequestContext request) {
        return agents.list(Caller.of(request), accountId);
    }

    @GET
    @Path("/{id}")
    public Uni<Map<String, Object>> get(UUID id, @Context ContainerRequestContext request) {
        return agents.get(Caller.of(request), id);
    }

    /** {@code apiToken}, a key of the account for this agent's servers, is told here and never again. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Cancellable(false)
    public Uni<Map<String, Object>> create(@Nullable JsonNode body, @Context ContainerRequestContext request) {
        return agents.create(Caller.of(request), Actor.known(request), body);
    }

    /** Changes what the body names; {@code config} as a whole. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<Map<String, Object>> change(UUID id, @Nullable JsonNode body, @Context ContainerRequestContext request) {
        return agents.change(Caller.of(request), Actor.known(request), id, body);
    }

    /** With its tools, MCP servers and key; 409 while a telephone line or another agent leads to it. Conversations stay. */
    @DELETE
    @Path("/{id}")
    @ResponseStatus(204)
    @Cancellable(false)
    public Uni<Void> delete(UUID id, @Context ContainerRequestContext request) {
        return removals.remove(Caller.of(request), Actor.known(request), id);
    }

    /** Prompt and tools in one go; 409 when a later {@code version} is there already. */
    @PUT
    @Path("/{id}/brain")
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<Brains.Brain> brain(UUID id, @Nullable JsonNode body, @Context ContainerRequestContext request) {
        return brains.replace(Caller.of(request), Actor.known(request), id, body);
    }
}
