// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.allo.router.conversation.Channel;
import io.allo.router.door.CallerAccount;
import io.allo.router.door.ForAccount;
import io.allo.router.door.Problem;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/inbox}: where people of the business see, take, answer and hand back conversations. */
@Path("/api/inbox")
@ForAccount
@Produces(MediaType.APPLICATION_JSON)
class InboxResource {
    private static final int DEFAULT_LIMIT = 20;
    private static final int LARGEST_LIMIT = 100;
    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_SMS = 1_600;
    private static final int LONGEST_KEY = 100;
    private static final int LONGEST_NAME = 80;
    private static final int UNFIT = 422;
    private static final int FORBIDDEN = 403;
    private static final String ALL = "all";
    private static final Set<String> STATES = Set.of("waiting", "held", "missed", "callback");

    private final InboxDesk desk;
    private final InboxEvents events;
    private final CallerAccount caller;
    private final Clock clock;

    InboxResource(InboxDesk desk, InboxEvents events, CallerAccount caller, Clock clock) {
        this.desk = desk;
        this.events = events;
        this.caller = caller;
        this.clock = clock;
    }

    /** @param next value of {@code before} for the following page, null at the end */
    record Listed(List<InboxItem> conversations, @Nullable Instant next) {}

    /** @param next value of {@code before} for older ones, null at the end */
    record Opened(
            InboxItem conversation,
            List<InboxItem.Message> messages,
            @Nullable Instant next) {}

    /**
     * What an action may say; a body is never needed but for a reply.
     *
     * @param force push another holder aside (whoever leads)
     * @param name how programs call whoever acts; people have their own
     */
    record Asked(
            @Nullable Boolean force,
            @Nullable String name,
            @Nullable String text,
            @Nullable String channel) {}

    /** @param summary what the agent knows now of what was said */
    record HandedBack(String summary) {}

    /**
     * Newest first.
     *
     * @param state {@code waiting held missed callback}, or {@code all} conversations
     * @param before only those whose last word was before this instant (ISO 8601)
     */
    @GET
    public Uni<Listed> list(
            @RestQuery Optional<String> state,
            @RestQuery Optional<String> channel,
            @RestQuery Optional<Integer> limit,
            @RestQuery Optional<String> before) {
        int size = size(limit);
        String wanted = state.filter(name -> !name.equals(ALL)).orElse(null);
        if (wanted != null && !STATES.contains(wanted)) {
            throw refused("state: unknown (expected: all, waiting, held, missed or callback)");
        }
        return desk.page(caller.id(), wanted, channel(channel), until(before), size)
                .map(found -> new Listed(
                        found, found.size() < size ? null : found.getLast().lastAt()));
    }

    /** With what was written and said, on every channel where the agent keeps a person's together; newest first. */
    @GET
    @Path("/{id}")
    public Uni<Opened> one(
            @RestPath String id, @RestQuery Optional<Integer> limit, @RestQuery Optional<String> before) {
        int size = size(limit);
        return known(desk.one(caller.id(), id)
                .chain(item -> desk.messages(caller.id(), id, until(before), size)
                        .map(messages -> new Opened(
                                item,
                                messages,
                                messages.size() < size
                                        ? null
                                        : messages.getLast().at()))));
    }

    @POST
    @Path("/{id}/take")
    @Cancellable(false)
    public Uni<InboxItem> take(@RestPath String id, @Nullable Asked asked) {
        return known(desk.take(caller.id(), actor(asked), id, force(asked)));
    }

    /** @param key makes a repeated request the same message; without it each request is one */
    @POST
    @Path("/{id}/messages")
    @ResponseStatus(202)
    @Cancellable(false)
    public Uni<InboxItem.Message> reply(
            @RestPath String id, @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable Asked asked) {
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw refused("Idempotency-Key: expected 1 to " + LONGEST_KEY + " characters");
        }
        String text = asked == null || asked.text() == null ? "" : clean(asked.text());
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            throw unfit("text: expected 1 to " + LONGEST_TEXT + " characters");
        }
        String channel = channel(Optional.ofNullable(asked.channel()));
        String named = key == null ? UUID.randomUUID().toString() : key;
        return known(desk.one(caller.id(), id).chain(item -> {
            boolean sms = channel == null ? item.channel().equals("sms") : channel.equals("sms");
            if (sms && text.length() > LONGEST_SMS) {
                throw unfit("text: an SMS has at most " + LONGEST_SMS + " characters");
            }
            return desk.reply(caller.id(), actor(asked), id, new InboxReply(named, text, channel));
        }));
    }

    @POST
    @Path("/{id}/hand-back")
    @Cancellable(false)
    public Uni<HandedBack> handBack(@RestPath String id, @Nullable Asked asked) {
        return known(desk.handBack(caller.id(), actor(asked), id, force(asked)).map(HandedBack::new));
    }

    @POST
    @Path("/{id}/close")
    @Cancellable(false)
    public Uni<Void> close(@RestPath String id, @Nullable Asked asked) {
        return known(desk.close(caller.id(), actor(asked), id, force(asked)));
    }

    /** Nothing of it is unread any more. */
    @POST
    @Path("/{id}/read")
    @Cancellable(false)
    public Uni<Void> read(@RestPath String id) {
        return known(desk.seen(caller.id(), id));
    }

    /** What happens, as it happens. @param after id of the last event that was seen */
    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<InboxEvent> follow(@RestQuery Optional<Long> after) {
        return events.follow(caller.id(), after.orElse(null));
    }

    private static <T> Uni<T> known(Uni<T> action) {
        return action.onFailure(InboxDesk.UnknownException.class)
                .transform(unknown -> new WebApplicationException(
                        Problem.of(404, "no such conversation").response()))
                .onFailure(InboxDesk.ConflictException.class)
                .transform(conflict -> new WebApplicationException(
                        Problem.of(409, conflict.getMessage()).response()));
    }

    private Actor actor(@Nullable Asked asked) {
        CallerAccount.Who who = caller.who();
        String given = asked == null || asked.name() == null ? "" : clean(asked.name());
        if (given.length() > LONGEST_NAME) {
            throw unfit("name: expected at most " + LONGEST_NAME + " characters");
        }
        return new Actor(who.actor(), who.person() || given.isEmpty() ? who.name() : given, who.leads());
    }

    private boolean force(@Nullable Asked asked) {
        boolean force = asked != null && Boolean.TRUE.equals(asked.force());
        if (force && !caller.who().leads()) {
            throw new WebApplicationException(
                    Problem.of(FORBIDDEN, "force: only for who leads: a supervisor or an owner")
                            .response());
        }
        return force;
    }

    /** Without what a database or a screen cannot hold. */
    private static String clean(String text) {
        return text.replace("\0", "").strip();
    }

    private Instant until(Optional<String> before) {
        try {
            return before.map(Instant::parse).orElseGet(() -> clock.instant().plusSeconds(60));
        } catch (DateTimeParseException e) {
            throw refused("before: not an instant (expected: 2026-01-31T12:00:00Z)");
        }
    }

    private static int size(Optional<Integer> limit) {
        int size = limit.orElse(DEFAULT_LIMIT);
        if (size < 1 || size > LARGEST_LIMIT) {
            throw refused("limit: " + size + " (expected: 1-" + LARGEST_LIMIT + ")");
        }
        return size;
    }

    private static @Nullable String channel(Optional<String> channel) {
        channel.filter(name -> Arrays.stream(Channel.values())
                        .noneMatch(one -> one.wireName().equals(name)))
                .ifPresent(name -> {
                    throw refused("channel: unknown (expected: voice, whatsapp, web or sms)");
                });
        return channel.orElse(null);
    }

    private static BadRequestException refused(String detail) {
        return new BadRequestException(Problem.of(400, detail).response());
    }

    private static WebApplicationException unfit(String detail) {
        return new WebApplicationException(Problem.of(UNFIT, detail).response());
    }
}
