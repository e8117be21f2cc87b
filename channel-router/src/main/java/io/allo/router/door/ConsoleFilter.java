// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import io.allo.contracts.ServiceKeys;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Lets requests into the technician console, or answers 401. */
@Singleton
class ConsoleFilter {
    private static final Logger LOG = Logger.getLogger(ConsoleFilter.class);

    private static final String VOICE_TOKEN = "/twilio/token";
    private static final OriginPolicy OWN_PAGES = new OriginPolicy(Set.of());

    private final ConsoleDoor door;
    private final CallerAccount caller;

    ConsoleFilter(ConsoleDoor door, CallerAccount caller) {
        this.door = door;
        this.caller = caller;
    }

    @ForConsole
    @ServerRequestFilter
    public Uni<@Nullable Response> console(UriInfo uri, HttpHeaders headers, Request request) {
        String header = headers.getHeaderString(ServiceKeys.API_KEY_HEADER);
        String key = header == null ? uri.getQueryParameters().getFirst("key") : header;
        return door.enter(
                        key,
                        headers.getHeaderString(HttpHeaders.AUTHORIZATION),
                        headers.getHeaderString(ServiceKeys.ACCOUNT_HEADER))
                .map(visitor -> {
                    if (visitor.isPresent() && visitor.equals(door.unknown()) && isForeign(headers)) {
                        return refused(403, "not from another site's page");
                    }
                    if (visitor.isPresent() && !visitor.get().acts() && !reads(uri, request)) {
                        return refused(403, "this role only reads");
                    }
                    visitor.ifPresent(known -> caller.enter(known.accountId(), known.who()));
                    return visitor.isPresent() ? null : refused(401, "a login or a valid key is needed");
                })
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("accounts cannot be checked (%s)", failure);
                    return refused(503, "try again in a few seconds");
                });
    }

    /** A GET, but for the one that permits to telephone. */
    private static boolean reads(UriInfo uri, Request request) {
        return HttpMethod.GET.equals(request.getMethod()) && !uri.getPath().equals(VOICE_TOKEN);
    }

    /** Where nothing is to be shown, a foreign page must not use the reader's browser to telephone. */
    private static boolean isForeign(HttpHeaders headers) {
        return !OWN_PAGES.allows(headers.getHeaderString("Origin"), headers.getHeaderString(HttpHeaders.HOST));
    }

    private static Response refused(int status, String error) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity("{\"error\":\"" + error + "\"}")
                .build();
    }
}
