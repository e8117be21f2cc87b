// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.door.CallerAccount;
import io.allo.router.door.ForConsole;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /demo}: what the console's page asks. */
@Path("/demo")
@Consumes(MediaType.WILDCARD)
@ForConsole
class ConsoleDemoResource {
    private final ConsoleRequests requests;
    private final CallerAccount caller;

    ConsoleDemoResource(ConsoleRequests requests, CallerAccount caller) {
        this.requests = requests;
        this.caller = caller;
    }

    @POST
    @Path("/send-demo-transcription")
    @Cancellable(false)
    public Uni<Response> say(byte @Nullable [] body) {
        return requests.say(caller.id(), body);
    }

    /** Newest first. */
    @GET
    @Path("/get-session-suggestions")
    public Uni<Response> suggestions(
            @RestQuery("session_id") @Nullable String sessionId, @RestQuery Optional<String> limit) {
        return requests.suggestions(caller.id(), sessionId, limit);
    }

    /** A session without a telephone. */
    @POST
    @Path("/start-demo-call")
    @Cancellable(false)
    public Uni<Response> start(byte @Nullable [] body) {
        return requests.start(caller.id(), body);
    }

    @POST
    @Path("/end-demo-call")
    @Cancellable(false)
    public Uni<Response> end(byte @Nullable [] body) {
        return requests.end(caller.id(), body);
    }

    /** Nothing of the support agent's microphone is heard while it is muted. */
    @POST
    @Path("/mute-call")
    @Cancellable(false)
    public Uni<Response> mute(byte @Nullable [] body) {
        return requests.mute(caller.id(), body);
    }
}
