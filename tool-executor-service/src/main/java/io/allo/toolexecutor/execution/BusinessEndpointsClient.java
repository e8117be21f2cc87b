// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.contracts.ServiceKeys;
import io.quarkus.rest.client.reactive.Url;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestQuery;

/** The business endpoints as a client sees them. Tools take the same road as an outside application: one set of rules. */
@RegisterRestClient(configKey = "business-endpoints")
@Path("")
interface BusinessEndpointsClient {
    @GET
    Uni<Response> get(
            @Url String url,
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @RestQuery Map<String, String> query);

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Response> post(
            @Url String url,
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @HeaderParam(ServiceKeys.IDEMPOTENCY_HEADER) String idempotencyKey,
            @RestQuery Map<String, String> query,
            Object body);

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Response> put(
            @Url String url,
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @HeaderParam(ServiceKeys.IDEMPOTENCY_HEADER) String idempotencyKey,
            @RestQuery Map<String, String> query,
            Object body);

    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Response> patch(
            @Url String url,
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @HeaderParam(ServiceKeys.IDEMPOTENCY_HEADER) String idempotencyKey,
            @RestQuery Map<String, String> query,
            Object body);

    @DELETE
    Uni<Response> delete(
            @Url String url,
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.ACCOUNT_HEADER) String account,
            @HeaderParam(ServiceKeys.IDEMPOTENCY_HEADER) String idempotencyKey,
            @RestQuery Map<String, String> query);
}
