// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.api;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.InviteCheck;
import io.allo.gateway.door.Caller;
import io.allo.gateway.door.Problem;
import io.allo.gateway.explain.CallExplainer;
import io.allo.gateway.explain.Explanation;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/calls/explain}: what would happen to this call, step by step. A business asks about its own accounts. */
@Path("/api/calls/explain")
@Produces(MediaType.APPLICATION_JSON)
public class ExplainResource {
    private static final int BAD_REQUEST = 400;

    private final CallExplainer explainer;
    private final Instance<InviteCheck> check;
    private final Caller caller;

    public ExplainResource(CallExplainer explainer, Instance<InviteCheck> check, Caller caller) {
        this.explainer = explainer;
        this.check = check;
        this.caller = caller;
    }

    /**
     * @param from caller's number or user
     * @param to called number or user
     * @param account SIP account to assume, by id or label
     * @param sourceIp IP literal that the INVITE would come from; loopback without it
     */
    public record Wish(
            @NotBlank @Size(max = 64) String from,
            @NotBlank @Size(max = 64) String to,
            @Nullable @Size(max = 128) String account,
            @Nullable @Size(max = 64) String sourceIp) {}

    @POST
    public Uni<Explanation> explain(@Valid @NotNull Wish wish) {
        try {
            InetAddress source =
                    wish.sourceIp() == null ? InetAddress.getLoopbackAddress() : InetAddress.ofLiteral(wish.sourceIp());
            return explainer.explain(new CallExplainer.Question(
                    wish.from(), wish.to(), wish.account(), source, check.get(), this::isVisible));
        } catch (IllegalArgumentException e) {
            throw new WebApplicationException(
                    Problem.of(BAD_REQUEST, "from, to: number or SIP user; sourceIp: an IP literal"));
        }
    }

    private boolean isVisible(@Nullable Trunk trunk) {
        return caller.maySee(trunk == null ? null : trunk.accountId());
    }
}
