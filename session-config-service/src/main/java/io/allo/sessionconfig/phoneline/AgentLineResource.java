// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.phoneline;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
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

/** Telephone lines of an agent. 409 for a number that has a line, or that answers for another account. */
@Path("/api/agents/{agentId}/phone-lines")
public class AgentLineResource {
    private final PhoneLineAdmin lines;

    AgentLineResource(PhoneLineAdmin lines) {
        this.lines = lines;
    }

    @GET
    public Uni<List<PhoneLine>> list(UUID agentId, @Context ContainerRequestContext request) {
        return lines.ofAgent(Caller.of(request), agentId);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Cancellable(false)
    public Uni<PhoneLine> create(UUID agentId, @Nullable JsonNode body, @Context ContainerRequestContext request) {
        return lines.create(Caller.of(request), Actor.known(request), agentId, body);
    }

    /** Changes what the body names. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<PhoneLine> change(
            UUID agentId, UUID id, @Nullable JsonNode body, @Context ContainerRequestContext request) {
        return lines.change(Caller.of(request), Actor.known(request), agentId, id, body);
    }
}
