// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.door.CallerAccount;
import io.allo.router.door.ForConsole;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/realtime}: the console for programs, such as a switchboard or a CRM. */
@Path("/api/realtime")
@Consumes(MediaType.WILDCARD)
@ForConsole
class ConsoleRealtimeResource {
    private final ConsoleRequests requests;
    private final EventFollowing events;
    private final CallerAccount caller;

    ConsoleRealtimeResource(ConsoleRequests requests, EventFollowing events, CallerAccount caller) {
        this.requests = requests;
        this.events = events;
        this.caller = caller;
    }

    @POST
    @Path("/call/start")
    @Cancellable(false)
    public Uni<Response> start(byte @Nullable [] body) {
        return requests.start(caller.id(), body);
    }

    @POST
    @Path("/call/end")
    @Cancellable(false)
    public Uni<Response> end(byte @Nullable [] body) {
        return requests.end(caller.id(), body);
    }

    @POST
    @Path("/transcription")
    @Cancellable(false)
    public Uni<Response> say(byte @Nullable [] body) {
        return requests.say(caller.id(), body);
    }

    /** Newest first. */
    @GET
    @Path("/suggestions/{session}")
    public Uni<Response> suggestions(@RestPath String session, @RestQuery Optional<String> limit) {
        return requests.suggestions(caller.id(), session, limit);
    }

    /** {@code {"feedback": "helpful" | "not_helpful" | "irrelevant"}}. */
    @POST
    @Path("/suggestions/{suggestion}/feedback")
    @Cancellable(false)
    public Uni<Response> feedback(@RestPath String suggestion, byte @Nullable [] body) {
        return requests.feedback(caller.id(), suggestion, body);
    }

    /** What the page's socket tells, as events named by their type. */
    @GET
    @Path("/stream/{session}")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> follow(@RestPath String session, @Context Sse sse) {
        return events.follow(new SessionKey(caller.id(), session))
                .map(message -> sse.newEventBuilder()
                        .name(message.getString("type"))
                        .data(String.class, message.encode())
                        .build());
    }
}
