// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.calcom;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Cal.com's API v2 as it is on the wire; a refusal comes as an exception with its status. */
@RegisterRestClient(configKey = "cal-com")
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface CalComClient {
    String VERSION = "cal-api-version";

    @GET
    @Path("/me")
    Uni<JsonNode> me(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @HeaderParam(VERSION) String version);

    @GET
    @Path("/slots")
    Uni<JsonNode> slots(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam(VERSION) String version,
            @RestQuery long eventTypeId,
            @RestQuery String start,
            @RestQuery String end,
            @RestQuery @Nullable String bookingUidToReschedule);

    @POST
    @Path("/bookings")
    Uni<JsonNode> book(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam(VERSION) String version,
            Map<String, Object> booking);

    @GET
    @Path("/bookings")
    Uni<JsonNode> bookings(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam(VERSION) String version,
            @RestQuery String status,
            @RestQuery String eventTypeIds,
            @RestQuery String afterStart,
            @RestQuery String beforeEnd,
            @RestQuery String sortStart,
            @RestQuery int take);

    @GET
    @Path("/bookings/{uid}")
    Uni<JsonNode> booking(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam(VERSION) String version,
            @PathParam("uid") String uid);

    @POST
    @Path("/bookings/{uid}/reschedule")
    Uni<JsonNode> reschedule(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam(VERSION) String version,
            @PathParam("uid") String uid,
            Map<String, Object> change);

    @POST
    @Path("/bookings/{uid}/cancel")
    Uni<JsonNode> cancel(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam(VERSION) String version,
            @PathParam("uid") String uid,
            Map<String, Object> reason);
}
