// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.twilio.FormBody;
import io.allo.router.twilio.TwilioGuard;
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

/** {@code /twilio}: what Twilio asks beside the status of calls. Webhooks are signed (403), small (413) and forms (400). */
@Path("/twilio")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.TEXT_XML)
class ConsoleTwimlResource {
    private static final String SIGNATURE = "X-Twilio-Signature";

    private final ConsoleTwiml twiml;
    private final ConsoleConfig config;
    private final Diallers diallers;
    private final TwilioGuard guard;

    ConsoleTwimlResource(ConsoleTwiml twiml, ConsoleConfig config, Diallers diallers, TwilioGuard guard) {
        this.twiml = twiml;
        this.config = config;
        this.diallers = diallers;
        this.guard = guard;
    }

    /** Shows that this address is reached; does nothing. */
    @GET
    @Path("/test-twiml")
    public String test() {
        return twiml.test();
    }

    @POST
    @Path("/test-twiml")
    public String testToo() {
        return twiml.test();
    }

    /** A browser calls by Twilio's own library. */
    @POST
    @Path("/voice")
    public String voice(
            @HeaderParam(SIGNATURE) @Nullable String signature,
            byte @Nullable [] body,
            @Context HttpServerRequest request) {
        FormBody form = guard.admit(request, body, signature);
        String number = form.value("To").replaceAll("[\\s.()/-]", "");
        boolean fits = number.matches("\\+[1-9][0-9]{6,14}") && diallers.mayCall(number);
        return fits && config.phoneNumber().isPresent()
                ? ConsoleTwiml.dial(config.phoneNumber().get(), number)
                : ConsoleTwiml.thanks();
    }

    @POST
    @Path("/recording-complete")
    public String recorded(
            @HeaderParam(SIGNATURE) @Nullable String signature,
            byte @Nullable [] body,
            @Context HttpServerRequest request) {
        guard.admit(request, body, signature);
        return ConsoleTwiml.thanks();
    }

    @POST
    @Path("/incoming-completed")
    public String incomingCompleted(
            @HeaderParam(SIGNATURE) @Nullable String signature,
            byte @Nullable [] body,
            @Context HttpServerRequest request) {
        guard.admit(request, body, signature);
        return ConsoleTwiml.thanks();
    }

    @POST
    @Path("/recording-status")
    public Response recordingStatus(
            @HeaderParam(SIGNATURE) @Nullable String signature,
            byte @Nullable [] body,
            @Context HttpServerRequest request) {
        guard.admit(request, body, signature);
        return Response.noContent().build();
    }
}
