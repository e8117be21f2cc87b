// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twiliovoice;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.twilio.CallWatch;
import io.allo.router.twilio.FormBody;
import io.allo.router.twilio.TwilioConfig;
import io.allo.router.twilio.TwilioGuard;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Twilio's voice webhooks: what to do with a call that comes in, that comes back from its stream, or from a transfer.
 *
 * <pre>
 *  incoming ─▶ Connect/Stream ──socket closed──▶ after-stream ─▶ conversation over: Hangup
 *                  ▲                                          └▶ worker lost: Stream again, higher epoch
 *                  └── busy, no answer ── transfer-result ◀── Dial (by REST) ── answered and over: Hangup
 * </pre>
 *
 * 403 for a bad signature, 400 for what is no call, 413 for too large a form.
 */
@Path("/twilio")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Produces(MediaType.APPLICATION_XML)
public class TwilioVoiceResource {
    private static final Logger LOG = Logger.getLogger(TwilioVoiceResource.class);
    private static final int FIRST_EPOCH = 1;
    /** A stream that fails so often will not hold. */
    private static final int LAST_EPOCH = 6;

    private static final Set<String> FINAL = Set.of("completed", "busy", "failed", "no-answer", "canceled");
    private static final Map<String, String> TRANSFER_OUTCOMES =
            Map.of("busy", "busy", "no-answer", "no-answer", "failed", "failed", "canceled", "failed");

    private final ConversationEngine engine;
    private final TwilioGuard guard;
    private final TwilioConfig config;
    private final CallTwiml twiml;
    private final List<CallWatch> watches;

    TwilioVoiceResource(
            ConversationEngine engine,
            TwilioGuard guard,
            TwilioConfig config,
            CallTwiml twiml,
            @All List<CallWatch> watches) {
        this.engine = engine;
        this.guard = guard;
        this.config = config;
        this.twiml = twiml;
        this.watches = watches;
    }

    /** A call comes in. */
    @POST
    @Path("/incoming")
    public Uni<Response> incoming(
            @HeaderParam("X-Twilio-Signature") @Nullable String signature,
            byte @Nullable [] body,
            @Context HttpServerRequest request) {
        return trusted(
                signature,
                body,
                request,
                (call, form) -> engine.resolve(call.contact(FIRST_EPOCH))
                        .map(agent -> twiml.stream(base(request), call, FIRST_EPOCH, ""))
                        .onFailure(UnknownAddressException.class)
                        .recoverWithItem(CallTwiml::reject)
                        .onFailure() // the stream itself finds the words for what fails
                        .recoverWithItem(() -> twiml.stream(base(request), call, FIRST_EPOCH, "")));
    }

    /** The stream has ended. */
    @POST
    @Path("/after-stream")
    public Uni<Response> afterStream(
            @HeaderParam("X-Twilio-Signature") @Nullable String signature,
            @QueryParam("epoch") int epoch,
            byte @Nullable [] body,
            @Context HttpServerRequest request) {
        return trusted(
                signature,
                body,
                request,
                (call, form) -> goesOn(call, epoch)
                        .map(goesOn -> goesOn ? twiml.stream(base(request), call, epoch + 1, "") : CallTwiml.hangUp()));
    }

    /** What came of a transfer: the caller has talked to somebody, or comes back. */
    @POST
    @Path("/transfer-result")
    public Uni<Response> transferResult(
            @HeaderParam("X-Twilio-Signature") @Nullable String signature,
            @QueryParam("epoch") int epoch,
            byte @Nullable [] body,
            @Context HttpServerRequest request) {
        return trusted(signature, body, request, (call, form) -> {
            String outcome = TRANSFER_OUTCOMES.getOrDefault(form.value("DialCallStatus"), "");
            if (outcome.isEmpty()) {
                return ended(call, EndReason.TRANSFERRED).replaceWith(CallTwiml.hangUp());
            }
            return goesOn(call, epoch)
                    .map(goesOn -> goesOn ? twiml.stream(base(request), call, epoch + 1, outcome) : CallTwiml.hangUp());
        });
    }

    /** The call's own status: the last one closes the record, whatever else was missed. */
    @POST
    @Path("/status")
    public Uni<Response> status(
            @HeaderParam("X-Twilio-Signature") @Nullable String signature,
            byte @Nullable [] body,
            @Context HttpServerRequest request) {
        FormBody form = guard.admit(request, body, signature);
        TwilioCall call = TwilioCall.of(form);
        if (call.sid().isEmpty()) {
            return refused(Response.Status.BAD_REQUEST);
        }
        return Multi.createFrom()
                .iterable(watches)
                .onItem()
                .transformToUniAndConcatenate(watch -> watch.changed(form))
                .filter(theirs -> theirs)
                .toUni()
                .chain(theirs -> theirs == null && call.valid() && FINAL.contains(form.value("CallStatus"))
                        ? ended(call, EndReason.CALLER_HANGUP)
                        : Uni.createFrom().voidItem())
                .replaceWith(() -> Response.noContent().build());
    }

    private Uni<Boolean> goesOn(TwilioCall call, int epoch) {
        if (epoch < FIRST_EPOCH || epoch >= LAST_EPOCH) {
            return Uni.createFrom().item(false);
        }
        return key(call)
                .chain(engine::isOpen)
                .onFailure()
                .invoke(failure -> LOG.warnf("call %s: cannot tell whether it goes on: %s", call.sid(), failure))
                .onFailure()
                .recoverWithItem(true); // a caller too many is better than one too few
    }

    private Uni<Void> ended(TwilioCall call, EndReason reason) {
        return key(call)
                .chain(key -> engine.end(key, reason))
                .onFailure()
                .invoke(failure -> LOG.warnf("the end of call %s could not be recorded: %s", call.sid(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<ConversationKey> key(TwilioCall call) {
        return engine.resolve(call.contact(FIRST_EPOCH))
                .map(agent -> new ConversationKey(agent.accountId(), Channel.VOICE, call.sid()));
    }

    private String base(HttpServerRequest request) {
        return guard.urlOf(request, "");
    }

    private Uni<Response> trusted(
            @Nullable String signature,
            byte @Nullable [] body,
            HttpServerRequest request,
            BiFunction<TwilioCall, FormBody, Uni<String>> answer) {
        byte[] bytes = body == null ? new byte[0] : body;
        if (bytes.length > config.maxBodySize()) {
            return refused(Response.Status.REQUEST_ENTITY_TOO_LARGE);
        }
        FormBody form;
        try {
            form = FormBody.parse(bytes);
        } catch (FormBody.MalformedException e) {
            return refused(Response.Status.BAD_REQUEST);
        }
        if (!guard.trusts(request, form, signature)) {
            return refused(Response.Status.FORBIDDEN);
        }
        TwilioCall call = TwilioCall.of(form);
        if (!call.valid()) {
            return refused(Response.Status.BAD_REQUEST);
        }
        return answer.apply(call, form)
                .map(xml -> Response.ok(xml, MediaType.APPLICATION_XML_TYPE).build());
    }

    private static Uni<Response> refused(Response.Status status) {
        return Uni.createFrom().item(Response.status(status).build());
    }
}
