// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.access.PageLogin;
import io.allo.sessionconfig.door.Actor;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** The refresh token of a login of one of our pages, as the browser keeps it: see {@link PageLogin}. */
final class PageCookie {
    private static final int LONGEST = 200;

    private PageCookie() {}

    /**
     * True when one of our pages asks.
     *
     * @throws ForbiddenException when it says so, and its browser that it is another origin's
     */
    static boolean isPage(ContainerRequestContext request) {
        if (!PageLogin.isPage(request.getHeaderString(PageLogin.HEADER))) {
            return false;
        }
        if (Actor.of(request) == null
                && !PageLogin.isSameOrigin(
                        request.getHeaderString("Sec-Fetch-Site"),
                        request.getHeaderString("Origin"),
                        request.getHeaderString(HttpHeaders.HOST))) {
            throw new ForbiddenException("a page logs in at its own origin");
        }
        return true;
    }

    /** Null when there is none. */
    static @Nullable String read(ContainerRequestContext request) {
        Cookie cookie = request.getCookies().get(PageLogin.COOKIE);
        return cookie == null
                        || cookie.getValue().isEmpty()
                        || cookie.getValue().length() > LONGEST
                ? null
                : cookie.getValue();
    }

    /** Behind TLS, as the service that passes the request on says, or as this one sees it. */
    static boolean isSecure(ContainerRequestContext request, RoutingContext http) {
        String told = request.getHeaderString(PageLogin.SCHEME_HEADER);
        return "https"
                .equals(
                        told != null && Actor.of(request) != null
                                ? told
                                : http.request().scheme());
    }
}
