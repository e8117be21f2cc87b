// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.session;

import io.quarkus.test.Mock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Stands for session-config-service's logins: says what it got. No class that implements the interface: Quarkus would serve it
 * at the very path that is under test.
 */
class StubLogins {
    private static final Map<String, String> PATHS =
            Map.of("login", "/api/login", "refresh", "/api/login/refresh", "logout", "/api/logout");

    @Mock
    @Produces
    @RestClient
    @ApplicationScoped
    LoginClient logins() {
        return (LoginClient) Proxy.newProxyInstance(
                LoginClient.class.getClassLoader(),
                new Class<?>[] {LoginClient.class},
                (proxy, method, given) -> given == null ? "StubLogins" : answer(method.getName(), given));
    }

    private static Uni<Response> answer(String method, Object[] given) {
        String body = (String) given[5];
        return switch (body) {
            case "\"stop\"" ->
                Uni.createFrom()
                        .failure(new WebApplicationException(Response.status(429)
                                .header("Retry-After", 7)
                                .entity("{\"error\":\"too many\"}")
                                .build()));
            case "\"away\"" -> Uni.createFrom().failure(new IllegalStateException("http://127.0.0.1:4000 refused"));
            default ->
                answer(Response.ok(new JsonObject()
                                .put("path", PATHS.get(method))
                                .put("client", given[1])
                                .put("scheme", given[2])
                                .put("page", given[3])
                                .put("cookie", given[4])
                                .put("body", body)
                                .encode())
                        .header("Set-Cookie", "allo_session=next;Path=/api/login;HttpOnly;SameSite=Strict")
                        .header("Set-Cookie", "allo_session=next;Path=/api/logout;HttpOnly;SameSite=Strict"));
        };
    }

    private static Uni<Response> answer(Response.ResponseBuilder answer) {
        return Uni.createFrom().item(answer.build());
    }
}
