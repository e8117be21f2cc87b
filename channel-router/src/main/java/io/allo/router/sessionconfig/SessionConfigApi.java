// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sessionconfig;

import io.allo.contracts.ServiceKeys;
import io.allo.contracts.account.AccountIdentity;
import io.allo.contracts.session.ContactRequest;
import io.allo.contracts.session.ContactResolution;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The internal interface of session-config-service. */
@RegisterRestClient(configKey = "session-config")
@Path("/internal")
interface SessionConfigApi {

    @POST
    @Path("/contacts/resolve")
    Uni<ContactResolution> resolve(@HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, ContactRequest request);

    @GET
    @Path("/contacts/agents/{accountId}/{agentId}")
    Uni<ContactResolution> agent(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @PathParam("accountId") String accountId,
            @PathParam("agentId") String agentId);

    /** @param credentials {@code {"key": "…"}} */
    @POST
    @Path("/accounts/authenticate")
    Uni<AccountIdentity> authenticate(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, Map<String, String> credentials);
}
