// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.session;

import io.allo.access.Role;
import io.allo.toolexecutor.door.StubKeySet;
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
public class StubLogins {
    /** Logs in with {@link #PASSWORD}. */
    public static final String STAFF = "staff@example.org";

    public static final String PASSWORD = "right password";
    public static final String ACCOUNT_OF_STAFF = "22220000-0000-4000-8000-00000000aaaa";
    private static final String RENEWAL = "renewal-of-the-staff";

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
                    case "refresh" ->
                        given[1].toString().contains(RENEWAL)
                                ? loggedIn()
                                : answer(Response.ok("{\"got\":" + given[1] + "}"));
                    case "logout" -> answer(Response.noContent());
                    default -> "StubLogins";
                });
    }

    private static Uni<Response> login(String client, String body) {
        if (body.contains(STAFF)) {
            return body.contains(PASSWORD)
                    ? loggedIn()
                    : answer(Response.status(401).entity("{\"error\":\"no\"}"));
        }
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

    private static Uni<Response> loggedIn() {
        return answer(Response.ok("{\"accessToken\":\"%s\",\"refreshToken\":\"%s\"}"
                .formatted(StubKeySet.token(Role.STAFF, ACCOUNT_OF_STAFF), RENEWAL)));
    }

    private static Uni<Response> answer(Response.ResponseBuilder answer) {
        return Uni.createFrom().item(answer.build());
    }
}
