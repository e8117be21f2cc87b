// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** session-config-service's logins: says what it got, and sets the cookies that the real one sets. */
final class StubLogins {
    private StubLogins() {}

    static void answer(HttpServerRequest request, Buffer body, String serviceKey) {
        if (!serviceKey.equals(request.getHeader("X-API-Key"))) {
            request.response().setStatusCode(401).end("{}");
            return;
        }
        if (body.toString().contains("stop")) {
            request.response().setStatusCode(429).putHeader("Retry-After", "7").end("{\"error\":\"too many\"}");
            return;
        }
        if (body.toString().contains("away")) {
            request.connection().close();
            return;
        }
        request.response()
                .headers()
                .add("Content-Type", "application/json")
                .add("Set-Cookie", "allo_session=next;Path=/api/login;HttpOnly;SameSite=Strict")
                .add("Set-Cookie", "allo_session=next;Path=/api/logout;HttpOnly;SameSite=Strict");
        request.response()
                .end(new JsonObject()
                        .put("path", request.path())
                        .put("client", request.getHeader("X-Allo-Client"))
                        .put("scheme", request.getHeader("X-Allo-Scheme"))
                        .put("page", request.getHeader("X-Allo-Page"))
                        .put("cookie", request.getHeader("Cookie"))
                        .put("body", body.toString())
                        .encode());
    }
}
