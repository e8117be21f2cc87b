// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;

/** HTTP answers of the console. Pure functions. */
final class Answers {
    private Answers() {}

    static Response json(int status, JsonObject body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body.encode())
                .build();
    }

    static Response error(int status, String error) {
        return json(status, Messages.error(error));
    }

    /** 200, or 400 for what cannot be done. */
    static Uni<Response> of(Supplier<Uni<JsonObject>> work) {
        return responding(() -> work.get().map(body -> json(200, body)));
    }

    static Uni<Response> responding(Supplier<Uni<Response>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .onFailure(Asked.UnfitException.class)
                .recoverWithItem(unfit -> error(400, unfit.getMessage()));
    }
}
