// SPDX-License-Identifier: Apache-2.0
package io.allo.router.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.allo.contracts.ServiceKeys;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** tool-executor-service sends confirmations and reminders. */
@RegisterRestClient(configKey = "tool-executor")
@Path("/internal/notifications/reports")
interface NotificationReportsApi {

    /** @param provider {@code twilio} or {@code meta} */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @RegisterForReflection
    record Report(
            String provider,
            String messageId,
            String status,
            @Nullable Integer code) {}

    @POST
    Uni<Response> report(@HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey, Report report);
}
