// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import io.allo.access.PageLogin;
import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** session-config-service's logins, on behalf of a person. */
@RegisterRestClient(configKey = "session-config")
@Path("/api")
@Consumes(MediaType.APPLICATION_JSON)
interface LoginApi {
    /**
     * In.
     *
     * @param client the address of the person
     * @param scheme with which his browser came
     * @param page what the request says of itself in {@link PageLogin#HEADER}
     * @param cookie of the session alone, null without one
     */
    @POST
    @Path("/login")
    Uni<Response> login(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.CLIENT_HEADER) String client,
            @HeaderParam(PageLogin.SCHEME_HEADER) String scheme,
            @HeaderParam(PageLogin.HEADER) @Nullable String page,
            @HeaderParam(HttpHeaders.COOKIE) @Nullable String cookie,
            String body);

    /** Stays in. */
    @POST
    @Path("/login/refresh")
    Uni<Response> refresh(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.CLIENT_HEADER) String client,
            @HeaderParam(PageLogin.SCHEME_HEADER) String scheme,
            @HeaderParam(PageLogin.HEADER) @Nullable String page,
            @HeaderParam(HttpHeaders.COOKIE) @Nullable String cookie,
            String body);

    /** Out. */
    @POST
    @Path("/logout")
    Uni<Response> logout(
            @HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey,
            @HeaderParam(ServiceKeys.CLIENT_HEADER) String client,
            @HeaderParam(PageLogin.SCHEME_HEADER) String scheme,
            @HeaderParam(PageLogin.HEADER) @Nullable String page,
            @HeaderParam(HttpHeaders.COOKIE) @Nullable String cookie,
            String body);
}
