// SPDX-License-Identifier: Apache-2.0
package io.allo.router.tools;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** What tool-executor-service finds in an account's knowledge. */
@RegisterRestClient(configKey = "tool-executor")
@Path("/api/knowledge")
interface KnowledgeApi {

    /** Best first. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Results(List<Result> results) {}

    /** A passage. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Result(
            @Nullable String documentId, String title, String source, String heading, String text, double confidence) {}

    @GET
    @Path("/search")
    Uni<Results> search(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @QueryParam("businessId") @Nullable String businessId,
            @QueryParam("question") String question,
            @QueryParam("limit") int limit);
}
