// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.api;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.TrunkDirectory;
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
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/calls/{id}/ladder}: every SIP message of a call, as JSON or, asked for as {@code text/plain}, as a diagram.
 * The id is ours or, for our own services, the SIP Call-ID. A business sees only calls of its own SIP accounts.
 */
@Path("/api/calls/{id}/ladder")
public class LadderResource {
    private static final int NOT_FOUND = 404;

    private final Ladders ladders;
    private final TrunkDirectory trunks;
    private final Caller caller;

    public LadderResource(Ladders ladders, TrunkDirectory trunks, Caller caller) {
        this.ladders = ladders;
        this.trunks = trunks;
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
                .filter(ladder -> caller.maySee(owner(ladder.call())))
                .orElseThrow(() ->
                        new WebApplicationException(Problem.of(NOT_FOUND, "no such call, or it ended too long ago")));
    }

    private Optional<Ladder> byOurId(String id) {
        return CallId.isValid(id) ? ladders.of(new CallId(id)) : Optional.empty();
    }

    private @Nullable String owner(@Nullable CallRequest call) {
        Integer account = call == null ? null : call.sipAccountId();
        if (account == null) {
            return null;
        }
        return trunks.trunks().stream()
                .filter(trunk -> trunk.id() == account)
                .map(Trunk::accountId)
                .findFirst()
                .orElse(null);
    }
}
