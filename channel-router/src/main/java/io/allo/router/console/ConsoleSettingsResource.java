// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.door.ConsoleDoor;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Locale;

/** {@code /demo/console-settings}: what the page needs to know before anybody logs in. */
@Path("/demo/console-settings")
class ConsoleSettingsResource {
    private final Diallers diallers;
    private final ConsoleDoor door;
    private final ConsoleConfig config;

    ConsoleSettingsResource(Diallers diallers, ConsoleDoor door, ConsoleConfig config) {
        this.diallers = diallers;
        this.door = door;
        this.config = config;
    }

    @GET
    public Response settings() {
        Dialler dialler = diallers.current();
        return Answers.json(
                200,
                new JsonObject()
                        .put("open", door.unknown().isPresent())
                        .put("dialling", dialler.kind().name().toLowerCase(Locale.ROOT))
                        .put("calls", dialler.available())
                        .put("language", config.language()));
    }
}
