// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import io.allo.contracts.ServiceKeys;
import io.allo.contracts.tools.ToolTrial;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** tool-executor-service runs a tool for somebody who sets an agent up. */
@Path("/internal/tools/try")
@RegisterRestClient(configKey = "tool-trials")
interface ToolTrialClient {
    @POST
    Uni<ToolTrial.Result> run(@HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, ToolTrial trial);
}
