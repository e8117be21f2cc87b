// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import io.allo.router.twilio.FormBody;
import io.allo.router.twilio.TwilioConfig;
import io.allo.router.twilio.TwilioGuard;
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
    private final TwilioConfig config;

    WhatsAppResource(WhatsAppIntake intake, TwilioGuard guard, TwilioConfig config) {
        this.intake = intake;
        this.guard = guard;
        this.config = config;
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
    public Uni<Response> webhook(
            @HeaderParam("X-Twilio-Signature") @Nullable String signature,
            byte @Nullable [] body,
            @Context HttpServerRequest request) {
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
        return intake.answer(form)
                .map(twiml -> Response.ok(twiml, MediaType.APPLICATION_XML_TYPE).build());
    }

    private static Uni<Response> refused(Response.Status status) {
        return Uni.createFrom().item(Response.status(status).build());
    }
}
