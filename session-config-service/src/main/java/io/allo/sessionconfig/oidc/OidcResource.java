// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.oidc;

import io.allo.access.Role;
import io.allo.sessionconfig.oidc.IdTokens.Visitor;
import io.allo.sessionconfig.oidc.OpenIdProvider.Metadata;
import io.allo.sessionconfig.secret.Marks;
import io.allo.sessionconfig.user.ForeignLogins;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * The way to the provider and back. Open to everybody: what is proven, the provider proves. Whatever goes wrong leads back to the page
 * with {@code ?login=…}, and nothing of it is told but that.
 */
@Path("/api/login/oidc")
public class OidcResource {
    private static final Logger LOG = Logger.getLogger(OidcResource.class);
    private static final String COOKIE = "allo_oidc";
    private static final String PATH = "/api/login/oidc";
    private static final String PURPOSE = "OpenID journey";
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MARK_BYTES = 32;
    private static final int LONGEST_CODE = 4096;

    private final OpenIdProvider provider;
    private final IdTokens tokens;
    private final ForeignLogins logins;
    private final OidcConfig config;
    private final Marks marks;
    private final Clock clock;

    OidcResource(
            OpenIdProvider provider,
            IdTokens tokens,
            ForeignLogins logins,
            OidcConfig config,
            Marks marks,
            Clock clock) {
        this.provider = provider;
        this.tokens = tokens;
        this.logins = logins;
        this.config = config;
        this.marks = marks;
        this.clock = clock;
    }

    /** {@code {"enabled": true, "label": "…"}}: is there a provider, and what is its button called? */
    @GET
    @Path("/state")
    public Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("enabled", provider.isOffered());
        state.put("label", config.label());
        return state;
    }

    /** To the provider. @param to path of the page that is opened in the end */
    @GET
    public Uni<Response> begin(@RestQuery @Nullable String to, RoutingContext http) {
        if (!provider.isOffered()) {
            throw new NotFoundException("no OpenID provider is configured");
        }
        Journey journey = Journey.begin(to, clock.instant().plus(LONGEST));
        String back = back(http.request());
        return provider.metadata()
                .map(at -> Response.seeOther(provider.authorization(at, journey, back))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .cookie(cookie(journey.packed(this::sign), LONGEST, back))
                        .build())
                .onFailure()
                .recoverWithItem(failure -> failed("unavailable", failure));
    }

    /** Back from the provider. */
    @GET
    @Path("/callback")
    public Uni<Response> end(
            @RestQuery @Nullable String code,
            @RestQuery @Nullable String state,
            @CookieParam(COOKIE) @Nullable String cookie,
            RoutingContext http) {
        Journey journey = Journey.unpacked(cookie, this::sign, clock.instant()).orElse(null);
        if (!provider.isOffered() || journey == null || !journey.isState(state)) {
            return Uni.createFrom().item(failed("failed", new IllegalStateException("no such journey")));
        }
        if (code == null || code.isEmpty() || code.length() > LONGEST_CODE) {
            return Uni.createFrom().item(failed("refused", new IllegalStateException("the provider gives no code")));
        }
        String back = back(http.request());
        return provider.metadata()
                .chain(at -> visitor(at, code, journey, back))
                .chain(found -> enter(found.visitor(), found.idToken(), journey, back))
                .onFailure()
                .recoverWithItem(failure -> failed("failed", failure));
    }

    private record Found(Visitor visitor, String idToken) {
        @Override
        public String toString() {
            return "Found " + visitor;
        }
    }

    private Uni<Found> visitor(Metadata at, String code, Journey journey, String back) {
        return provider.idToken(at, code, journey, back)
                .chain(token -> provider.keys(at)
                        .map(keys -> new Found(tokens.read(token, keys, provider.clientId(), journey), token)));
    }

    private Uni<Response> enter(Visitor visitor, String idToken, Journey journey, String back) {
        if (visitor.role() == null || (visitor.account() == null) != (visitor.role() == Role.ADMIN)) {
            return Uni.createFrom().item(failed("refused", new IllegalStateException("no role or no account here")));
        }
        return logins.enter(
                        new ForeignLogins.Known(
                                visitor.issuer(),
                                visitor.subject(),
                                visitor.email(),
                                visitor.name(),
                                visitor.role(),
                                visitor.account(),
                                idToken),
                        back.startsWith("https:"))
                .map(cookies -> cookies == null
                        ? failed("refused", new IllegalStateException("this person may not come in"))
                        : Response.seeOther(URI.create(journey.to()))
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .cookie(cookies)
                                .cookie(cookie("", Duration.ZERO, back))
                                .build());
    }

    private Response failed(String how, Throwable why) {
        LOG.warnf("a login by OpenID ended: %s cause=%s", how, why.toString());
        return Response.seeOther(URI.create("/admin/?login=" + how))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** The address that the provider knows. */
    private String back(HttpServerRequest request) {
        String origin =
                config.publicUrl().map(URI::toString).orElseGet(() -> request.scheme() + "://" + request.authority());
        return origin.replaceAll("/$", "") + PATH + "/callback";
    }

    /** Lax: the way back is a link from another site. */
    private static NewCookie cookie(String value, Duration life, String back) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path(PATH)
                .maxAge(Math.toIntExact(life.toSeconds()))
                .httpOnly(true)
                .sameSite(SameSite.LAX)
                .secure(back.startsWith("https:"))
                .build();
    }

    private String sign(String content) {
        return HexFormat.of().formatHex(marks.of(PURPOSE, content, MARK_BYTES));
    }
}
