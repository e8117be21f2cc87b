// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import io.allo.contracts.tools.AgentTools;
import io.allo.sessionconfig.door.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import java.util.UUID;

/** What the executor may run for an agent, secrets included: service key only. */
@Path("/internal/agents/{agentId}/tools")
public class AgentToolsResource {
    private final SessionTools tools;

    AgentToolsResource(SessionTools tools) {
        this.tools = tools;
    }

    @GET
    public Uni<AgentTools> get(String agentId, @Context ContainerRequestContext request) {
        return tools.runnable(Caller.of(request), id(agentId));
    }

    /** A workflow has an id of its own kind, and no tools here. */
    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotFoundException("agent " + text + " is unknown", e);
        }
    }
}
