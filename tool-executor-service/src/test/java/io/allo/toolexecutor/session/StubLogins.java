// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.session;

import io.quarkus.test.Mock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Proxy;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Stands for session-config-service's logins: says what it got. No class that implements the interface: Quarkus would serve it
 * at the very path that is under test.
 */
class StubLogins {
    @Mock
    @Produces
    @RestClient
    @ApplicationScoped
    LoginClient logins() {
        return (LoginClient) Proxy.newProxyInstance(
                LoginClient.class.getClassLoader(),
                new Class<?>[] {LoginClient.class},
                (proxy, method, given) -> switch (method.getName()) {
                    case "login" -> login((String) given[1], (String) given[2]);
                    case "refresh" -> answer(Response.ok("{\"got\":" + given[1] + "}"));
                    case "logout" -> answer(Response.noContent());
                    default -> "StubLogins";
                });
    }

    private static Uni<Response> login(String client, String body) {
        return switch (body) {
            case "\"stop\"" ->
                Uni.createFrom()
                        .failure(new WebApplicationException(Response.status(429)
                                .header("Retry-After", 7)
                                .entity("{\"error\":\"too many\"}")
                                .build()));
            case "\"away\"" -> Uni.createFrom().failure(new IllegalStateException("http://secret:4000 refused"));
            default -> answer(Response.ok("{\"client\":\"" + client + "\"}"));
        };
    }

    private static Uni<Response> answer(Response.ResponseBuilder answer) {
        return Uni.createFrom().item(answer.build());
    }
}
