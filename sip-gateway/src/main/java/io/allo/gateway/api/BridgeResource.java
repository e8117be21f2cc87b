// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.api;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage.Transfer.Mode;
import io.allo.contracts.media.StreamMessage.TransferResult.Outcome;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.CallController.Admission;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallInput;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.DialRequest;
import io.allo.gateway.call.Placement;
import io.allo.gateway.call.TransferOrder;
import io.allo.gateway.call.TransferOutcome;
import io.allo.gateway.compatible.AllowedHosts;
import io.allo.gateway.compatible.BridgeCall;
import io.allo.gateway.compatible.CallBook;
import io.allo.gateway.config.CompatibleConfig;
import io.allo.gateway.door.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Calls in the words of the bridge contract. A business sees only those of its own SIP accounts. */
@Path("/api/calls")
@Produces(MediaType.APPLICATION_JSON)
public class BridgeResource {
    private static final Duration LONGEST_TRANSFER = Duration.ofSeconds(90);
    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final int RING_SECONDS = 30;
    private static final int FAILED = 500;

    private final CallController calls;
    private final CallBook book;
    private final CallOwners owners;
    private final AllowedHosts hosts;
    private final boolean compatible;

    public BridgeResource(
            CallController calls, CallBook book, CallOwners owners, AllowedHosts hosts, CompatibleConfig config) {
        this.calls = calls;
        this.book = book;
        this.owners = owners;
        this.hosts = hosts;
        this.compatible = config.enabled();
    }

    /** Those that live and those that ended less than 30 seconds ago. */
    @GET
    public List<BridgeCall> list() {
        return book.calls().stream().filter(call -> owners.maySee(call)).toList();
    }

    /** Places a call; it is answered for by what comes of it. */
    @POST
    public Response place(@Valid @NotNull CallWish wish) {
        if (wish.wsTarget() != null && !compatible) {
            throw refused(BAD_REQUEST, "wsTarget: only where allo.compatible.enabled is set");
        }
        if (!listed(wish.wsTarget()) || !listed(wish.callbackUrl())) {
            throw refused(BAD_REQUEST, "wsTarget and callbackUrl must be on the list of allowed hosts");
        }
        CallId id = new CallId("o-" + UUID.randomUUID());
        Duration noAnswerAfter = Duration.ofSeconds(wish.timeoutSec() == null ? RING_SECONDS : wish.timeoutSec());
        Placement placement =
                new Placement(DialRequest.Origin.BRIDGE_API, owners.account(), null, noAnswerAfter, Map.of());
        book.plan(
                id,
                wish.from(),
                wish.customParams() == null ? Map.of() : wish.customParams(),
                wish.wsTarget(),
                wish.callbackUrl());
        CallRequest request = CallRequest.placed(id, wish.to(), Instant.now(), null, placement);
        return switch (calls.place(request, Thread::startVirtualThread)) {
            case Admission.Admitted _ ->
                Response.status(CREATED).entity(find(id.value())).build();
            case Admission.Refused no -> {
                book.forgetPlan(id);
                boolean full = calls.phase() == CallController.Phase.WARM;
                yield Problem.of(full ? TOO_MANY : UNAVAILABLE, full ? "too many calls" : "not ready: " + no.reason());
            }
        };
    }

    private boolean listed(@Nullable URI url) {
        return url == null || hosts.lists(url);
    }

    private static WebApplicationException refused(int status, String detail) {
        return new WebApplicationException(Problem.of(status, detail));
    }

    @DELETE
    @Path("/{sid}")
    public Map<String, Object> hangUp(@PathParam("sid") String sid) {
        BridgeCall call = find(sid);
        calls.find(new CallId(call.sid())).ifPresent(live -> live.post(new CallInput.ShutDown(EndReason.AGENT_HANGUP)));
        return Map.of("status", "completed", "sid", sid);
    }

    /** In bridge mode answered when it is over. In our own mode the worker is told what came of it, and the request is only taken. */
    @POST
    @Path("/{sid}/transfer")
    public Uni<Response> transfer(@PathParam("sid") String sid, @Valid @NotNull TransferWish wish) {
        BridgeCall call = find(sid);
        if (!call.status().isTalking()) {
            throw refused(BAD_REQUEST, "the call is not active");
        }
        CallId id = new CallId(call.sid());
        CompletionStage<TransferOutcome> outcome = book.awaitTransfer(id);
        TransferOrder order = new TransferOrder(
                wish.destination(), Mode.BLIND, DialRequest.Origin.BRIDGE_API, owners.account(), null);
        calls.find(id).ifPresent(live -> live.post(new CallInput.TransferWanted(order)));
        if (!compatible) {
            return Uni.createFrom().item(told(ACCEPTED, "transferring", sid, wish));
        }
        return Uni.createFrom()
                .completionStage(outcome)
                .ifNoItem()
                .after(LONGEST_TRANSFER)
                .failWith(() -> refused(FAILED, "the transfer did not come to an end"))
                .map(result -> result.outcome() == Outcome.TRANSFERRED
                        ? told(OK, "transferred", sid, wish)
                        : Problem.of(
                                FAILED, "not transferred: " + result.outcome().wireName()));
    }

    private static Response told(int status, String word, String sid, TransferWish wish) {
        return Response.status(status)
                .entity(Map.of("status", word, "sid", sid, "destination", wish.destination()))
                .build();
    }

    private BridgeCall find(String sid) {
        return book.find(sid)
                .filter(call -> owners.maySee(call))
                .orElseThrow(() -> new WebApplicationException(Problem.of(NOT_FOUND, "no such call")));
    }

    /**
     * @param to number in any form, or {@code sip:} URI
     * @param from kept in the call's record; what the person called sees is the business of the SIP account
     * @param timeoutSec given up after ringing this long, 30 without it
     */
    public record CallWish(
            @NotBlank @Size(max = 200) String to,
            @Nullable @Size(max = 64) String from,
            @Nullable @Size(max = 50) Map<@Size(max = 100) String, @Size(max = 1000) String> customParams,
            @Nullable URI wsTarget,
            @Nullable URI callbackUrl,
            @Nullable @Min(1) @Max(300) Integer timeoutSec) {}

    /** @param destination number in any form, or {@code sip:} URI */
    public record TransferWish(@NotBlank @Size(max = 200) String destination) {}
}
