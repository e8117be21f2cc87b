// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.sessionconfig.user.Logins.TooManyAttemptsException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** 429, and how long to wait. */
class TooManyAttempts {
    private static final int TOO_MANY = 429;

    @ServerExceptionMapper
    Response tooMany(TooManyAttemptsException e) {
        return Response.status(TOO_MANY)
                .header(HttpHeaders.RETRY_AFTER, e.left().toSeconds() + 1)
                .type(MediaType.APPLICATION_JSON)
                .entity(Map.of("error", "too many attempts, try again later"))
                .build();
    }
}
