// SPDX-License-Identifier: Apache-2.0
package io.allo.loginrelay;

import io.allo.access.PageLogin;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A page calls only its own service: its logins are passed on to session-config-service. Nothing of them is kept or logged. */
@Path("/api")
class LoginRelayResource {
    private static final Logger LOG = Logger.getLogger(LoginRelayResource.class);
    private static final Duration LIMIT = Duration.ofSeconds(8);
    private static final int LONGEST_BODY = 8192;
    private static final List<String> PASSED =
            List.of(HttpHeaders.RETRY_AFTER, HttpHeaders.SET_COOKIE, HttpHeaders.CACHE_CONTROL);

    private final LoginApi client;
    private final String serviceKey;

    LoginRelayResource(@RestClient LoginApi client, @ConfigProperty(name = "allo.service-key") String serviceKey) {
        this.client = client;
        this.serviceKey = serviceKey;
    }

    @POST
    @Path("/login")
    public Uni<Response> login(@Nullable String body, RoutingContext http) {
        return passedOn(client::login, body, http.request());
    }

    @POST
    @Path("/login/refresh")
    public Uni<Response> refresh(@Nullable String body, RoutingContext http) {
        return passedOn(client::refresh, body, http.request());
    }

    @POST
    @Path("/logout")
    public Uni<Response> logout(@Nullable String body, RoutingContext http) {
        return passedOn(client::logout, body, http.request());
    }

    private Uni<Response> passedOn(
            BiFunction<LoginHeaders, String, Uni<Response>> door, @Nullable String given, HttpServerRequest from) {
        String body = Objects.requireNonNullElse(given, "");
        if (body.length() > LONGEST_BODY) {
            return Uni.createFrom().item(refused(Response.Status.REQUEST_ENTITY_TOO_LARGE, "this is no login"));
        }
        String page = from.getHeader(PageLogin.HEADER);
        if (PageLogin.isPage(page)
                && !PageLogin.isSameOrigin(
                        from.getHeader("Sec-Fetch-Site"), from.getHeader("Origin"), from.getHeader(HttpHeaders.HOST))) {
            return Uni.createFrom().item(refused(Response.Status.FORBIDDEN, "a page logs in at its own origin"));
        }
        LoginHeaders headers =
                new LoginHeaders(serviceKey, source(from), String.valueOf(from.scheme()), page, cookie(from));
        return door.apply(headers, body)
                .onFailure(WebApplicationException.class)
                .recoverWithItem(e -> ((WebApplicationException) e).getResponse())
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(LoginRelayResource::copy)
                .onFailure()
                .recoverWithItem(LoginRelayResource::away);
    }

    private static String source(HttpServerRequest from) {
        SocketAddress address = from.remoteAddress();
        return address == null ? "unknown" : String.valueOf(address.hostAddress());
    }

    private static @Nullable String cookie(HttpServerRequest from) {
        Cookie cookie = from.getCookie(PageLogin.COOKIE);
        return cookie == null ? null : PageLogin.COOKIE + "=" + cookie.getValue();
    }

    private static Response copy(Response answer) {
        Response.ResponseBuilder copy = Response.status(answer.getStatus());
        if (answer.hasEntity()) {
            copy.entity(answer.readEntity(String.class)).type(MediaType.APPLICATION_JSON_TYPE);
        }
        for (String header : PASSED) {
            answer.getStringHeaders().getOrDefault(header, List.of()).forEach(value -> copy.header(header, value));
        }
        return copy.build();
    }

    private static Response away(Throwable failure) {
        LOG.warnf("session-config-service did not answer cause=%s", failure.toString());
        return refused(Response.Status.SERVICE_UNAVAILABLE, "nobody can log in now, try again");
    }

    private static Response refused(Response.Status status, String why) {
        return Response.status(status)
                .entity(Map.of("error", why))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
