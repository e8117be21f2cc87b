// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sessionconfig;

import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** session-config-service's door for changes elsewhere. */
@RegisterRestClient(configKey = "session-config")
@Path("/internal/audit")
interface AuditLogApi {
    @POST
    Uni<Response> add(@HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, AuditLogClient.Told change);
}
