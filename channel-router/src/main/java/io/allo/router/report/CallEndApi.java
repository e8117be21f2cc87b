// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import io.allo.contracts.ServiceKeys;
import io.allo.contracts.session.CallEndWebhook;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;

/** session-config-service: where an agent's calls are told when they are over. 404: an agent that it does not know. */
@RegisterRestClient(configKey = "session-config")
@Path("/internal/agents/{agentId}/call-end-webhook")
interface CallEndApi {

    @GET
    Uni<CallEndWebhook> of(@HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, @RestPath String agentId);
}
