// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.session;

import io.quarkus.test.Mock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Stands for session-config-service's {@code GET /api/ai}. */
@Mock
@RestClient
@ApplicationScoped
class StubSessionConfig implements SessionConfigClient {
    @Override
    public Uni<Response> session(
            @Nullable String apiKey,
            @Nullable String account,
            @Nullable String key,
            @Nullable String restaurantId,
            @Nullable String callerPhone,
            @Nullable String mode) {
        return switch (String.valueOf(restaurantId)) {
            case "away" -> Uni.createFrom().failure(new IllegalStateException("http://secret:4000 refused"));
            case "null" ->
                Uni.createFrom()
                        .failure(new WebApplicationException(Response.status(400)
                                .entity("{\"error\":\"restaurantId is required\"}")
                                .build()));
            default ->
                Uni.createFrom()
                        .item(Response.ok("{\"key\":\"" + apiKey + "\",\"callerPhone\":\"" + callerPhone + "\"}")
                                .build());
        };
    }
}
