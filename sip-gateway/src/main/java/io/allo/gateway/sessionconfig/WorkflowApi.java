// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sessionconfig;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** Workflows of session-config-service, read on behalf of a business. */
@RegisterRestClient(configKey = "session-config")
@Path("/api/workflows")
public interface WorkflowApi {

    /** @param account business on whose behalf, null for all; 404 when it has no such workflow */
    @GET
    @Path("/{id}")
    Uni<Workflow> workflow(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) @Nullable String account,
            @PathParam("id") int id);

    /** What an outbound call needs of it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Workflow(
            int id,
            @JsonProperty("account_id") @Nullable String accountId,
            @JsonProperty("sip_account_id") @Nullable Integer sipAccountId) {}
}
