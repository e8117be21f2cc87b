// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import io.allo.router.twilio.TwilioGuard;
import io.allo.router.twilio.TwilioStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * Twilio's webhook. Its envelope: 200 and TwiML whatever happens, but 403 for a bad signature, 413 and 415 for what is no
 * webhook at all, 400 for a form that cannot be decoded.
 */
@Path("/api/whatsapp")
public class WhatsAppResource {
    private final WhatsAppIntake intake;
    private final TwilioGuard guard;
    private final TwilioStatus statuses;

    WhatsAppResource(WhatsAppIntake intake, TwilioGuard guard, TwilioStatus statuses) {
        this.intake = intake;
        this.guard = guard;
        this.statuses = statuses;
    }

    /** Exactly this object. */
    public record Health(String status, String service, String channel) {}

    @GET
    @Path("/health")
    @Produces(MediaType.APPLICATION_JSON)
    public Health health() {
        return new Health("ok", "whatsapp", "twilio");
    }

    /** A client that goes away cancels only its waiting: the answer is then sent by REST. */
    @POST
    @Path("/webhook")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.APPLICATION_XML)
    public Uni<String> webhook(
            @HeaderParam("X-Twilio-Signature") @Nullable String signature,
            byte @Nullable [] body,
            @Context HttpServerRequest request) {
        return intake.answer(guard.admit(request, body, signature));
    }

    /** What became of a message that was sent by REST. */
    @POST
    @Path("/status")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> status(
            @HeaderParam("X-Twilio-Signature") @Nullable String signature,
            byte @Nullable [] body,
            @Context HttpServerRequest request) {
        return statuses.report(TwilioWhatsAppAdapter.PROVIDER, guard.admit(request, body, signature))
                .map(_ -> Response.ok().build());
    }
}
