// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** tool-executor-service's records of calls, on an account's behalf. A second report of a call changes the same record. */
@RegisterRestClient(configKey = "tool-executor")
@Path("/api/calls")
interface BusinessCallsApi {

    @POST
    Uni<Response> report(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            CallReport report);
}
