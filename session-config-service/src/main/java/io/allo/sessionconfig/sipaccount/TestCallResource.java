// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.config.ServiceConfig;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.door.UnavailableException;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A call by one SIP account to somebody who knows of it, to see that it works. The gateway's rules hold: nothing is dialled that its policy forbids. */
@Path("/api/admin/sip-accounts/{id}/test-calls")
public class TestCallResource {
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final SipAccountAdmin admin;
    private final OutboundCallClient gateway;
    private final AuditLog audit;
    private final String serviceKey;

    TestCallResource(
            SipAccountAdmin admin, @RestClient OutboundCallClient gateway, AuditLog audit, ServiceConfig config) {
        this.admin = admin;
        this.gateway = gateway;
        this.audit = audit;
        this.serviceKey = config.serviceKey();
    }

    /** @param workflowId which workflow talks to whoever answers */
    public record TestCall(
            @NotBlank @Size(max = 100) String to, @NotNull Integer workflowId) {
        @Override
        public String toString() {
            return "TestCall of workflow " + workflowId;
        }
    }

    /** The gateway's own answer: 200 with {@code call_id}, 403 for a number that its policy forbids, 404 for a workflow that is another's. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<Response> place(int id, @NotNull @Valid TestCall call, @Context ContainerRequestContext request) {
        Actor actor = Actor.known(request);
        return admin.get(Caller.of(request), id)
                .chain(account -> passedOn(gateway.place(
                                serviceKey,
                                text(account.accountId()),
                                Map.of(
                                        "to_number",
                                        call.to(),
                                        "voice_workflow_id",
                                        call.workflowId(),
                                        "sip_account_id",
                                        id)))
                        .call(() -> audit.write(
                                actor,
                                new Change(
                                        account.accountId(), "sip-account.called", "sip-account:" + id, List.of()))));
    }

    /** What became of it: {@code status} is {@code initiated ringing answered completed busy no-answer cancelled failed}. */
    @GET
    @Path("/{callId}")
    public Uni<Response> get(
            int id, @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String callId, @Context ContainerRequestContext request) {
        return admin.get(Caller.of(request), id)
                .chain(account -> passedOn(gateway.get(serviceKey, text(account.accountId()), callId)));
    }

    private static Uni<Response> passedOn(Uni<Response> asked) {
        return asked.onFailure(WebApplicationException.class)
                .recoverWithItem(e -> ((WebApplicationException) e).getResponse())
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(TestCallResource::copy)
                .onFailure(failure -> !(failure instanceof UnavailableException))
                .transform(failure -> new UnavailableException("the gateway does not answer", failure));
    }

    private static Response copy(Response answer) {
        if (answer.getStatus() >= 500) {
            throw new UnavailableException(
                    "the gateway cannot call now", new IllegalStateException("status " + answer.getStatus()));
        }
        return Response.status(answer.getStatus())
                .type(MediaType.APPLICATION_JSON)
                .entity(answer.hasEntity() ? answer.readEntity(String.class) : "{}")
                .build();
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
