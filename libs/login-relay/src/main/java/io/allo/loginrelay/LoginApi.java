// SPDX-License-Identifier: Apache-2.0
package io.allo.loginrelay;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** session-config-service's logins, on behalf of a person. */
@RegisterRestClient(configKey = "session-config")
@Path("/api")
@Consumes(MediaType.APPLICATION_JSON)
interface LoginApi {
    /** In. */
    @POST
    @Path("/login")
    Uni<Response> login(@BeanParam LoginHeaders headers, String body);

    /** Stays in. */
    @POST
    @Path("/login/refresh")
    Uni<Response> refresh(@BeanParam LoginHeaders headers, String body);

    /** Out. */
    @POST
    @Path("/logout")
    Uni<Response> logout(@BeanParam LoginHeaders headers, String body);
}
