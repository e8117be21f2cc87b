// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.vector;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/embeddings} as OpenAI and its likes have it. */
@RegisterRestClient(configKey = "embeddings")
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface EmbeddingsClient {
    @POST
    @Path("/embeddings")
    Uni<JsonNode> embed(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, Map<String, Object> request);
}
