// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.door.CallerAccount;
import io.allo.router.door.ForConsole;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /twilio}: the console's calls, by whatever telephone is configured. */
@Path("/twilio")
@Consumes(MediaType.WILDCARD)
class ConsoleCallResource {
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern MARKS = Pattern.compile("[\\s.()/-]");
    private static final int LONGEST_NUMBER = 40;
    private static final int LONGEST_SID = 64;

    private final CallDesk calls;
    private final Diallers diallers;
    private final ConsoleTokens tokens;
    private final ConsoleConfig config;
    private final CallerAccount caller;

    ConsoleCallResource(
            CallDesk calls, Diallers diallers, ConsoleTokens tokens, ConsoleConfig config, CallerAccount caller) {
        this.calls = calls;
        this.diallers = diallers;
        this.tokens = tokens;
        this.config = config;
        this.caller = caller;
    }

    /** Calls a technician. */
    @POST
    @Path("/initiate-call")
    @ForConsole
    @Cancellable(false)
    public Uni<Response> initiate(byte @Nullable [] body) {
        String account = caller.id();
        return Answers.responding(() -> {
            Asked asked = Asked.of(body);
            String number = number(asked.required("phone_number", LONGEST_NUMBER));
            String session = asked.sessionId();
            return calls.place(
                            new SessionKey(account, session), asked.opening(asked.language(config.language())), number)
                    .map(call -> Answers.json(
                            200,
                            new JsonObject()
                                    .put("success", true)
                                    .put("call_sid", call.sid())
                                    .put("session_id", session)
                                    .put("status", "initiated")))
                    .onFailure(Dialler.RefusedException.class)
                    .recoverWithItem(refused -> Answers.error(500, refused.getMessage()));
        });
    }

    private String number(String given) {
        String number = MARKS.matcher(given).replaceAll("");
        if (!E164.matcher(number).matches()) {
            throw new Asked.UnfitException("phone_number: expected + and the number with its country, as +33123456789");
        }
        if (!diallers.mayCall(number)) {
            throw new Asked.UnfitException("phone_number: this destination may not be called");
        }
        return number;
    }

    @POST
    @Path("/end-call")
    @ForConsole
    @Cancellable(false)
    public Uni<Response> end(byte @Nullable [] body) {
        String account = caller.id();
        return Answers.responding(() -> calls.end(account, Asked.of(body).required("call_sid", LONGEST_SID))
                .map(ended -> ended.map(answer -> Answers.json(200, answer))
                        .orElseGet(() -> Answers.error(404, "no such call")))
                .onFailure(Dialler.RefusedException.class)
                .recoverWithItem(refused -> Answers.error(500, refused.getMessage())));
    }

    @GET
    @Path("/call-status/{sid}")
    @ForConsole
    public Uni<Response> status(@RestPath String sid) {
        return calls.look(caller.id(), sid)
                .map(found -> found.map(call -> Answers.json(
                                200,
                                new JsonObject()
                                        .put("call_sid", call.sid())
                                        .put("status", call.status())
                                        .put("direction", call.direction())
                                        .put("duration", call.duration())
                                        .put("from_number", call.from())
                                        .put("to_number", call.to())))
                        .orElseGet(() -> Answers.error(404, "no such call")));
    }

    /** For browsers that call by Twilio's own library. */
    @GET
    @Path("/token")
    @ForConsole
    public Response token() {
        return tokens.issue("console-" + caller.id())
                .map(token -> Answers.json(200, token))
                .orElseGet(() -> Answers.error(404, "no telephone of Twilio's is configured for browsers"));
    }

    @POST
    @Path("/token")
    @ForConsole
    public Response tokenToo() {
        return token();
    }
}
