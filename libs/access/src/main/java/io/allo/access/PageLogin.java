// SPDX-License-Identifier: Apache-2.0
package io.allo.access;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How our own pages stay logged in: by a cookie that no script reads, which counts only together with a header that no foreign page can
 * send (a header of one's own makes the browser ask first, and nobody allows that). The three services that serve pages share the
 * cookie, because cookies know no ports, and where each has a name of its own, because it is for the domain above them.
 */
public final class PageLogin {
    /** Holds the refresh token: HttpOnly, SameSite=Strict, Secure behind TLS. */
    public static final String COOKIE = "allo_session";

    /** {@code 1} from our pages. Without it no cookie is looked at. */
    public static final String HEADER = "X-Allo-Page";

    /** Where the browser shows the cookie, and nowhere else. */
    public static final List<String> COOKIE_PATHS = List.of("/api/login", "/api/logout");

    /** The scheme that the browser used, told by the service that passes a login on. */
    public static final String SCHEME_HEADER = "X-Allo-Scheme";

    private static final String YES = "1";

    private PageLogin() {}

    /** True when this request says that it comes from one of our pages. */
    public static boolean isPage(@Nullable String header) {
        return YES.equals(header);
    }

    /**
     * True unless the browser says that another origin's page sent this.
     *
     * @param fetchSite {@code Sec-Fetch-Site}, which browsers send to https and localhost
     * @param origin {@code Origin}
     * @param host {@code Host}, with its port unless that is the default one
     */
    public static boolean isSameOrigin(@Nullable String fetchSite, @Nullable String origin, @Nullable String host) {
        if (fetchSite != null) {
            return fetchSite.equals("same-origin");
        }
        if (origin == null) {
            return true;
        }
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
