// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sessionconfig;

import io.allo.contracts.ServiceKeys;
import io.allo.contracts.account.AccountIdentity;
import io.allo.contracts.session.ContactExplanation;
import io.allo.contracts.session.ContactRequest;
import io.allo.contracts.trunk.TrunkList;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The internal interface of session-config-service. */
@RegisterRestClient(configKey = "session-config")
@Path("/internal")
public interface SessionConfigApi {

    /** @param credentials {@code {"key": "…"}}; 404 when no active account has it */
    @POST
    @Path("/accounts/authenticate")
    Uni<AccountIdentity> authenticate(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, Map<String, String> credentials);

    /** What would become of a contact, step by step. */
    @POST
    @Path("/contacts/explain")
    Uni<ContactExplanation> explain(@HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, ContactRequest request);

    /** Every active SIP account, with its password. */
    @GET
    @Path("/trunks")
    Uni<TrunkList> trunks(@HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey);
}
