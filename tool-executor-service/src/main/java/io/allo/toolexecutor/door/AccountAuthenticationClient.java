// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import io.allo.contracts.ServiceKeys;
import io.allo.contracts.account.AccountIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Asks session-config-service whose key this is; 404 (as an exception) when it is nobody's. */
@RegisterRestClient(configKey = "session-config")
@Path("/internal/accounts/authenticate")
interface AccountAuthenticationClient {
    @POST
    Uni<AccountIdentity> authenticate(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, Map<String, String> keyBody);
}
