// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.allo.contracts.EndReason;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallInput;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.DialRequest;
import io.allo.gateway.call.GatewayIdentity;
import io.allo.gateway.call.Placement;
import io.allo.gateway.config.TrunkConfig;
import io.allo.gateway.door.Caller;
import io.allo.gateway.door.Problem;
import io.allo.gateway.sessionconfig.WorkflowApi;
import io.allo.gateway.trunk.DialPolicy;
import io.allo.gateway.trunk.OutboundCalls;
import io.allo.gateway.trunk.TrunkDialer;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Outbound calls: places one, tells of it, ends it. A business has its own only. */
@Path("/api/outbound")
@Produces(MediaType.APPLICATION_JSON)
public class OutboundResource {
    private static final Duration WORKFLOW_LIMIT = Duration.ofSeconds(5);
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final CallController calls;
    private final OutboundCalls placed;
    private final TrunkDialer dialer;
    private final WorkflowApi workflows;
    private final GatewayIdentity identity;
    private final Caller caller;
    private final CallOwners owners;
    private final Duration ring;
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("call-", 0).factory());

    public OutboundResource(
            CallController calls,
            OutboundCalls placed,
            TrunkDialer dialer,
            @RestClient WorkflowApi workflows,
            GatewayIdentity identity,
            Caller caller,
            CallOwners owners,
            TrunkConfig config) {
        this.calls = calls;
        this.placed = placed;
        this.dialer = dialer;
        this.workflows = workflows;
        this.identity = identity;
        this.caller = caller;
        this.owners = owners;
        this.ring = config.outboundRing();
    }

    /**
     * What is done when an answering machine takes the call; null = as the router is configured.
     *
     * @param action {@code hang-up leave-message go-on off}; null = leave the message
     * @param message spoken after the beep
     */
    public record Voicemail(
            @Nullable @Pattern(regexp = "hang-up|leave-message|go-on|off")
            String action,

            @Nullable @Size(max = 1000) String message) {
        Map<String, String> parameters() {
            Map<String, String> parameters = new HashMap<>();
            if (action != null) {
                parameters.put("voicemail", action);
            }
            if (message != null) {
                parameters.put("voicemailMessage", message);
            }
            return parameters;
        }
    }

    /**
     * Who is to be called, and by whom.
     *
     * @param voiceWorkflowId null = the SIP account's workflow, or whom {@code customParameters} mean
     * @param sipAccountId null = the workflow's account, else the default, else the first
     * @param customParameters further custom parameters of the worker's stream; ours go before them
     * @param timeoutSeconds given up after ringing this long, null = as configured
     */
    public record Wish(
            @JsonProperty("to_number") @NotBlank @Size(max = 100)
            String toNumber,

            @JsonProperty("voice_workflow_id") @Nullable Integer voiceWorkflowId,
            @JsonProperty("sip_account_id") @Nullable Integer sipAccountId,
            @Nullable @Valid Voicemail voicemail,
            @Nullable @Size(max = 20) Map<@Size(max = 64) String, @Size(max = 500) String> metadata,

            @JsonProperty("custom_parameters") @Nullable @Size(max = 20)
            Map<@Size(max = 64) String, @Size(max = 500) String> customParameters,

            @JsonProperty("timeout_seconds") @Nullable @Min(5) @Max(180)
            Integer timeoutSeconds) {
        Map<String, String> parameters() {
            Map<String, String> parameters = new HashMap<>(customParameters == null ? Map.of() : customParameters);
            if (voicemail != null) {
                parameters.putAll(voicemail.parameters());
            }
            return parameters;
        }
    }

    /** A call in the answer of every method. */
    public record View(
            @JsonProperty("call_id") String callId,
            String status,
            @JsonProperty("to_number") String toNumber,
            @JsonProperty("voice_workflow_id") @Nullable Integer voiceWorkflowId,
            @JsonProperty("sip_account_id") @Nullable Integer sipAccountId,
            Map<String, String> metadata,
            @JsonProperty("created_at") Instant createdAt,
            @JsonProperty("answered_at") @Nullable Instant answeredAt,
            @JsonProperty("answered_by") @Nullable String answeredBy,
            @JsonProperty("ended_at") @Nullable Instant endedAt,
            @JsonProperty("duration_seconds") long durationSeconds,
            @JsonProperty("end_reason") @Nullable String endReason) {
        static View of(OutboundCalls.Placed call) {
            return new View(
                    call.id().value(),
                    call.status().wireName(),
                    call.to(),
                    call.workflowId(),
                    call.sipAccountId(),
                    call.metadata(),
                    call.createdAt(),
                    call.answeredAt(),
                    call.answeredBy(),
                    call.endedAt(),
                    call.duration(Instant.now()).toSeconds(),
                    Optional.ofNullable(call.endReason())
                            .map(EndReason::toString)
                            .orElse(null));
        }
    }

    @POST
    @Path("/call")
    public Uni<View> place(@Valid @NotNull Wish wish) {
        String business = caller.account();
        if (wish.sipAccountId() != null && !owners.maySee(wish.sipAccountId())) {
            throw problem(NOT_FOUND, "no such SIP account");
        }
        if (wish.voiceWorkflowId() == null) {
            if (business == null) {
                throw problem(BAD_REQUEST, "voice_workflow_id: expected one, or an account on whose behalf");
            }
            return Uni.createFrom().item(() -> place(wish, null, wish.sipAccountId(), business));
        }
        return workflows
                .workflow(identity.serviceKey(), business, wish.voiceWorkflowId())
                .ifNoItem()
                .after(WORKFLOW_LIMIT)
                .fail()
                .onFailure()
                .transform(OutboundResource::workflowProblem)
                .map(workflow -> place(
                        wish,
                        workflow.id(),
                        wish.sipAccountId() == null ? workflow.sipAccountId() : wish.sipAccountId(),
                        business == null ? workflow.accountId() : business));
    }

    private static WebApplicationException workflowProblem(Throwable failure) {
        boolean unknown = failure instanceof WebApplicationException refused
                && refused.getResponse().getStatus() == NOT_FOUND;
        return unknown
                ? problem(NOT_FOUND, "no such workflow")
                : problem(UNAVAILABLE, "the workflow cannot be read now, try again");
    }

    private View place(Wish wish, @Nullable Integer workflow, @Nullable Integer account, @Nullable String business) {
        CallId id = new CallId("c-" + UUID.randomUUID().toString().replace("-", ""));
        Instant now = Instant.now();
        Duration rings = wish.timeoutSeconds() == null ? ring : Duration.ofSeconds(wish.timeoutSeconds());
        Placement placement =
                new Placement(DialRequest.Origin.API, business, workflow, rings, Map.of(), wish.parameters());
        String number = switch (dialer.judge(business, account, wish.toNumber())) {
            case DialPolicy.Verdict.Allowed allowed -> allowed.canonical();
            case DialPolicy.Verdict.Refused refused -> throw problem(FORBIDDEN, "not dialled: " + refused.reason());
        };
        Map<String, String> metadata = wish.metadata() == null ? Map.of() : wish.metadata();
        placed.add(OutboundCalls.Placed.beginning(id, business, number, workflow, account, metadata, now));
        CallRequest request = CallRequest.placed(id, number, now, account, placement);
        if (calls.place(request, threads) instanceof CallController.Admission.Refused refused) {
            placed.remove(id);
            throw refused.reason().equals(EndReason.OVERLOADED)
                    ? problem(TOO_MANY, "too many calls at the moment")
                    : problem(UNAVAILABLE, "no calls are taken at the moment");
        }
        return placed.find(id.value()).map(View::of).orElseThrow();
    }

    @GET
    @Path("/call/{id}")
    public View one(@PathParam("id") String id) {
        return View.of(find(id));
    }

    @POST
    @Path("/call/{id}/hangup")
    public View hangUp(@PathParam("id") String id) {
        OutboundCalls.Placed call = find(id);
        calls.find(call.id()).ifPresent(live -> live.post(new CallInput.ShutDown(EndReason.AGENT_HANGUP)));
        return View.of(call);
    }

    @GET
    @Path("/calls")
    public List<View> all() {
        return placed.all().stream()
                .filter(call -> caller.maySee(call.accountId()))
                .map(View::of)
                .toList();
    }

    private OutboundCalls.Placed find(String id) {
        return placed.find(id)
                .filter(call -> caller.maySee(call.accountId()))
                .orElseThrow(() -> problem(NOT_FOUND, "no such call"));
    }

    private static WebApplicationException problem(int status, String detail) {
        return new WebApplicationException(Problem.of(status, detail));
    }
}
