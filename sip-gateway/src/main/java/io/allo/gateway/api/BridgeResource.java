// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.api;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage.TransferResult.Outcome;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallInput;
import io.allo.gateway.call.DialRequest;
import io.allo.gateway.call.TransferOrder;
import io.allo.gateway.compatible.BridgeCall;
import io.allo.gateway.compatible.CallBook;
import io.allo.gateway.door.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Calls in the words of the bridge contract. A business sees only those of its own SIP accounts. */
@Path("/api/calls")
@Produces(MediaType.APPLICATION_JSON)
public class BridgeResource {
    private static final Duration LONGEST_TRANSFER = Duration.ofSeconds(90);
    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;
    private static final int FAILED = 500;

    private final CallController calls;
    private final CallBook book;
    private final CallOwners owners;

    public BridgeResource(CallController calls, CallBook book, CallOwners owners) {
        this.calls = calls;
        this.book = book;
        this.owners = owners;
    }

    /** Those that live and those that ended less than 30 seconds ago. */
    @GET
    public List<BridgeCall> list() {
        return book.calls().stream()
                .filter(call -> owners.maySee(call.sipAccountId()))
                .toList();
    }

    @DELETE
    @Path("/{sid}")
    public Map<String, Object> hangUp(@PathParam("sid") String sid) {
        BridgeCall call = find(sid);
        calls.find(new CallId(call.sid())).ifPresent(live -> live.post(new CallInput.ShutDown(EndReason.AGENT_HANGUP)));
        return Map.of("status", "completed", "sid", sid);
    }

    @POST
    @Path("/{sid}/transfer")
    public Uni<Map<String, Object>> transfer(@PathParam("sid") String sid, @Valid @NotNull TransferWish wish) {
        BridgeCall call = find(sid);
        if (!call.status().isTalking()) {
            throw new WebApplicationException(Problem.of(BAD_REQUEST, "the call is not active"));
        }
        CallId id = new CallId(call.sid());
        var outcome = book.awaitTransfer(id);
        TransferOrder order = new TransferOrder(wish.destination(), false, DialRequest.Origin.BRIDGE_API);
        calls.find(id).ifPresent(live -> live.post(new CallInput.TransferWanted(order)));
        return Uni.createFrom()
                .completionStage(outcome)
                .ifNoItem()
                .after(LONGEST_TRANSFER)
                .failWith(() -> new WebApplicationException(Problem.of(FAILED, "the transfer did not come to an end")))
                .map(result -> {
                    if (result.outcome() != Outcome.TRANSFERRED) {
                        throw new WebApplicationException(Problem.of(
                                FAILED, "not transferred: " + result.outcome().wireName()));
                    }
                    return Map.of("status", "transferred", "sid", sid, "destination", wish.destination());
                });
    }

    private BridgeCall find(String sid) {
        return book.find(sid)
                .filter(call -> owners.maySee(call.sipAccountId()))
                .orElseThrow(() -> new WebApplicationException(Problem.of(NOT_FOUND, "no such call")));
    }

    /** @param destination number in any form, or {@code sip:} URI */
    public record TransferWish(@NotBlank @Size(max = 200) String destination) {}
}
