// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.contracts.ServiceKeys;
import io.allo.contracts.tools.AgentTools;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Asks session-config-service for an agent's tools, secrets included; 404 (as an exception) when it is unknown. */
@RegisterRestClient(configKey = "session-config")
@Path("/internal/agents/{agentId}/tools")
interface AgentToolsClient {
    @GET
    Uni<AgentTools> tools(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @PathParam("agentId") String agentId);
}
