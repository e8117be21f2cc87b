// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * An error body of RFC 9457. Paths that other systems defined keep their own envelopes and do not use it.
 *
 * @param type {@code about:blank}: the title is that of the status
 * @param detail what the client can do about it, never anything internal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type, String title, int status, @Nullable String detail) {
    public static final String MEDIA_TYPE = "application/problem+json";
    static final Problem UNAUTHORIZED = of(401, "a valid key is needed");
    static final Problem UNAVAILABLE = of(503, "try again in a few seconds");

    private static final String NO_TYPE = "about:blank";

    public static Problem of(int status, @Nullable String detail) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return new Problem(NO_TYPE, known == null ? "Error" : known.getReasonPhrase(), status, detail);
    }

    public Response response() {
        Response.ResponseBuilder response =
                Response.status(status).type(MEDIA_TYPE).entity(this);
        return (status == 503 ? response.header("Retry-After", 5) : response).build();
    }
}
