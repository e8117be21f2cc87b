// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.door;

import jakarta.ws.rs.core.Response;

/**
 * An error body of RFC 9457.
 *
 * @param type {@code about:blank}: the title is that of the status
 * @param detail what the client can do about it, never anything internal
 */
public record Problem(String type, String title, int status, String detail) {
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final int UNAVAILABLE = 503;

    public static Response of(int status, String detail) {
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "Error" : known.getReasonPhrase();
        Response.ResponseBuilder response =
                Response.status(status).type(MEDIA_TYPE).entity(new Problem("about:blank", title, status, detail));
        return (status == UNAVAILABLE ? response.header("Retry-After", 5) : response).build();
    }
}
