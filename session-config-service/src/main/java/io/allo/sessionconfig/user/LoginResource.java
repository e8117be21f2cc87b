// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.sessionconfig.user.LoginForms.Credentials;
import io.allo.sessionconfig.user.LoginForms.Refresh;
import io.allo.sessionconfig.user.Logins.Login;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** In and out. Open to everybody, and therefore counted. */
@Path("/api")
@Consumes(MediaType.APPLICATION_JSON)
public class LoginResource {
    private final Logins logins;
    private final LoginMeters meters;
    private final PageCookies cookies;
    private final ProviderLogouts providers;

    LoginResource(Logins logins, LoginMeters meters, PageCookies cookies, ProviderLogouts providers) {
        this.logins = logins;
        this.meters = meters;
        this.cookies = cookies;
        this.providers = providers;
    }

    /** 401 says the same for an unknown address and a wrong password, 429 how long to wait. */
    @POST
    @Path("/login")
    @Cancellable(false)
    public Uni<Response> login(
            @NotNull @Valid Credentials credentials, RoutingContext http, @Context ContainerRequestContext request) {
        boolean page = PageCookie.isPage(request);
        return logins.login(credentials, Source.of(http, request))
                .onTermination()
                .invoke((login, failure, _) -> meters.byPassword(failure))
                .map(login -> answer(login, page, request, http));
    }

    /** A new access token, and a new refresh token in the place of this one; a page's stands in its cookie. */
    @POST
    @Path("/login/refresh")
    @Cancellable(false)
    public Uni<Response> refresh(
            @Valid @Nullable Refresh refresh, RoutingContext http, @Context ContainerRequestContext request) {
        boolean page = PageCookie.isPage(request);
        String token = page ? PageCookie.read(request) : given(refresh);
        if (token == null) {
            throw Logins.refused("nobody is logged in");
        }
        return logins.refresh(token).map(login -> answer(login, page, request, http));
    }

    /** {@code {"providerLogout": "https://…"}} where a page goes next when an OpenID provider let the person in, else 204. */
    @POST
    @Path("/logout")
    @Cancellable(false)
    public Uni<Response> logout(
            @Valid @Nullable Refresh refresh, RoutingContext http, @Context ContainerRequestContext request) {
        if (!PageCookie.isPage(request)) {
            return logins.logout(given(refresh))
                    .replaceWith(() -> Response.noContent().build());
        }
        String token = PageCookie.read(request);
        Uni<@Nullable String> next = token == null
                ? Uni.createFrom().nullItem()
                : logins.logout(token).chain(providers::address);
        return next.map(address -> (address == null
                        ? Response.noContent()
                        : Response.ok(Map.of("providerLogout", address)).type(MediaType.APPLICATION_JSON))
                .cookie(cookies.cleared(PageCookie.isSecure(request, http)))
                .build());
    }

    private static String given(@Nullable Refresh refresh) {
        if (refresh == null) {
            throw new BadRequestException("expected {\"refreshToken\": …}");
        }
        return refresh.refreshToken();
    }

    private Response answer(Login login, boolean page, ContainerRequestContext request, RoutingContext http) {
        Response.ResponseBuilder answer =
                Response.ok().type(MediaType.APPLICATION_JSON).header("Cache-Control", "no-store");
        if (!page) {
            return answer.entity(login).build();
        }
        return answer.entity(login.withoutRefreshToken())
                .cookie(cookies.kept(
                        Objects.requireNonNull(login.refreshToken()),
                        login.sessionExpires(),
                        PageCookie.isSecure(request, http)))
                .build();
    }
}
