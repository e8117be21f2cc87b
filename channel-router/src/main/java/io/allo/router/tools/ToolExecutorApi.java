// SPDX-License-Identifier: Apache-2.0
package io.allo.router.tools;

import io.allo.contracts.ServiceKeys;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The internal interface of tool-executor-service. */
@RegisterRestClient(configKey = "tool-executor")
@Path("/internal/tools")
interface ToolExecutorApi {

    @POST
    @Path("/execute")
    Uni<ToolExecutionResponse> execute(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, ToolExecutionRequest request);
}
