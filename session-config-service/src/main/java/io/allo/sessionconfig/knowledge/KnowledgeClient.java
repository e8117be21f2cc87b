// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.knowledge;

import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** {@code /api/knowledge} of tool-executor-service, for one account. */
@RegisterRestClient(configKey = "knowledge")
@Path("/api/knowledge")
interface KnowledgeClient {
    @GET
    Uni<Response> list(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @QueryParam("businessId") @Nullable String businessId);

    @POST
    @Consumes(MediaType.WILDCARD)
    Uni<Response> upload(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String mediaType,
            @QueryParam("source") @Nullable String source,
            @QueryParam("title") @Nullable String title,
            @QueryParam("businessId") @Nullable String businessId,
            byte[] content);

    @POST
    @Path("/pages")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Response> fetch(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            String body);

    @DELETE
    @Path("/{id}")
    Uni<Response> delete(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @PathParam("id") String id);

    @GET
    @Path("/search")
    Uni<Response> search(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @QueryParam("question") @Nullable String question,
            @QueryParam("businessId") @Nullable String businessId);

    @GET
    @Path("/questions")
    Uni<Response> questions(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @QueryParam("businessId") @Nullable String businessId);
}
