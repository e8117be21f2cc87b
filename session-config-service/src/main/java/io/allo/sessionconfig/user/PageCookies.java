// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.access.PageLogin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a login of one of our pages leaves in the browser, and what takes it away again: see {@link PageLogin}. */
@ApplicationScoped
class PageCookies {
    private final @Nullable String domain;
    private final Clock clock;

    PageCookies(LoginConfig config, Clock clock) {
        this.domain = config.cookieDomain().orElse(null);
        this.clock = clock;
    }

    /** Kept until the login ends. */
    NewCookie[] kept(String refreshToken, Instant expires, boolean secure) {
        int seconds = Math.toIntExact(
                Math.max(1, Duration.between(clock.instant(), expires).toSeconds()));
        return cookies(refreshToken, seconds, secure);
    }

    NewCookie[] cleared(boolean secure) {
        return cookies("", 0, secure);
    }

    /** With a domain the cookie of the host alone goes too: one from before the domain was set would stand in its way. */
    private NewCookie[] cookies(String value, int seconds, boolean secure) {
        Stream<NewCookie> wanted =
                PageLogin.COOKIE_PATHS.stream().map(path -> cookie(path, domain, value, seconds, secure));
        Stream<NewCookie> former = domain == null
                ? Stream.empty()
                : PageLogin.COOKIE_PATHS.stream().map(path -> cookie(path, null, "", 0, secure));
        return Stream.concat(former, wanted).toArray(NewCookie[]::new);
    }

    private static NewCookie cookie(String path, @Nullable String domain, String value, int seconds, boolean secure) {
        return new NewCookie.Builder(PageLogin.COOKIE)
                .value(value)
                .domain(domain)
                .path(path)
                .maxAge(seconds)
                .httpOnly(true)
                .sameSite(SameSite.STRICT)
                .secure(secure)
                .build();
    }
}
