// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.idempotency;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** An answer as it went out the first time, and goes out again to every repetition. */
public record Answer(int status, String json) {
    public Response toResponse() {
        return Response.status(status)
                .entity(json)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
