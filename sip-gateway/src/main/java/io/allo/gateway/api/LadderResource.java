// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.api;

import io.allo.gateway.call.CallId;
import io.allo.gateway.door.Caller;
import io.allo.gateway.door.Problem;
import io.allo.gateway.ladder.Ladder;
import io.allo.gateway.ladder.LadderDiagram;
import io.allo.gateway.ladder.Ladders;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/**
 * {@code GET /api/calls/{id}/ladder}: every SIP message of a call, as JSON or, asked for as {@code text/plain}, as a diagram.
 * The id is ours or, for our own services, the SIP Call-ID. A business sees only calls of its own SIP accounts.
 */
@Path("/api/calls/{id}/ladder")
public class LadderResource {
    private static final int NOT_FOUND = 404;

    private final Ladders ladders;
    private final CallOwners owners;
    private final Caller caller;

    public LadderResource(Ladders ladders, CallOwners owners, Caller caller) {
        this.ladders = ladders;
        this.owners = owners;
        this.caller = caller;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public LadderView json(@PathParam("id") String id) {
        return LadderView.of(find(id));
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
    public String text(@PathParam("id") String id) {
        return LadderDiagram.draw(find(id));
    }

    private Ladder find(String id) {
        return byOurId(id)
                .or(() -> caller.account() == null ? ladders.ofSipCallId(id) : Optional.empty())
                .filter(ladder -> owners.maySee(
                        ladder.call() == null ? null : ladder.call().sipAccountId()))
                .orElseThrow(() ->
                        new WebApplicationException(Problem.of(NOT_FOUND, "no such call, or it ended too long ago")));
    }

    private Optional<Ladder> byOurId(String id) {
        return CallId.isValid(id) ? ladders.of(new CallId(id)) : Optional.empty();
    }
}
