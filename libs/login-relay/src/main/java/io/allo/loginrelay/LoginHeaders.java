// SPDX-License-Identifier: Apache-2.0
package io.allo.loginrelay;

import io.allo.access.PageLogin;
import io.allo.contracts.ServiceKeys;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** What session-config-service is told of who logs in. No record: Quarkus' REST client reads public fields, or getters. */
final class LoginHeaders {
    /** Proves that one of our services passes it on. */
    @HeaderParam(ServiceKeys.API_KEY_HEADER)
    public final String serviceKey;

    /** The address of the person. */
    @HeaderParam(ServiceKeys.CLIENT_HEADER)
    public final String client;

    /** With which his browser came. */
    @HeaderParam(PageLogin.SCHEME_HEADER)
    public final String scheme;

    /** What the request says of itself. */
    @HeaderParam(PageLogin.HEADER)
    public final @Nullable String page;

    /** Of the session alone, null without one. */
    @HeaderParam(HttpHeaders.COOKIE)
    public final @Nullable String cookie;

    LoginHeaders(String serviceKey, String client, String scheme, @Nullable String page, @Nullable String cookie) {
        this.serviceKey = serviceKey;
        this.client = client;
        this.scheme = scheme;
        this.page = page;
        this.cookie = cookie;
    }
}
