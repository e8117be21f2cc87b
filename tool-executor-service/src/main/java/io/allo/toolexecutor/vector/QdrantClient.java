// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.vector;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What is used of Qdrant's REST API; a refusal comes as an exception with its status. */
@RegisterRestClient(configKey = "qdrant")
@Path("/collections/{collection}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface QdrantClient {
    String KEY = "api-key";

    @GET
    Uni<JsonNode> collection(@HeaderParam(KEY) @Nullable String key, @PathParam("collection") String collection);

    @PUT
    Uni<JsonNode> create(
            @HeaderParam(KEY) @Nullable String key,
            @PathParam("collection") String collection,
            Map<String, Object> parameters);

    @PUT
    @Path("/index")
    Uni<JsonNode> index(
            @HeaderParam(KEY) @Nullable String key,
            @PathParam("collection") String collection,
            @RestQuery boolean wait,
            Map<String, Object> field);

    @PUT
    @Path("/points")
    Uni<JsonNode> upsert(
            @HeaderParam(KEY) @Nullable String key,
            @PathParam("collection") String collection,
            @RestQuery boolean wait,
            Map<String, Object> points);

    @POST
    @Path("/points/delete")
    Uni<JsonNode> delete(
            @HeaderParam(KEY) @Nullable String key,
            @PathParam("collection") String collection,
            @RestQuery boolean wait,
            Map<String, Object> filter);

    @POST
    @Path("/points/query")
    Uni<JsonNode> query(
            @HeaderParam(KEY) @Nullable String key,
            @PathParam("collection") String collection,
            Map<String, Object> query);
}
