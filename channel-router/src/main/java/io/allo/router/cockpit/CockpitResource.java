// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.allo.router.cockpit.HistoryQueries.Found;
import io.allo.router.cockpit.HistoryQueries.Search;
import io.allo.router.conversation.Channel;
import io.allo.router.door.CallerAccount;
import io.allo.router.door.ForAccount;
import io.allo.router.door.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
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
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /api/cockpit}: what goes on now, and what was. */
@Path("/api/cockpit")
@ForAccount
@Produces(MediaType.APPLICATION_JSON)
class CockpitResource {
    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 1_000;
    private static final int LONGEST_TEXT = 100;

    private final LiveBoard board;
    private final WallboardQueries wallboard;
    private final CallerAccount caller;
    private final Telephone telephone;
    private final Clock clock;

    CockpitResource(
            LiveBoard board, WallboardQueries wallboard, CallerAccount caller, Telephone telephone, Clock clock) {
        this.board = board;
        this.wallboard = wallboard;
        this.caller = caller;
        this.telephone = telephone;
        this.clock = clock;
    }

    record Live(List<LiveConversation> conversations) {}

    /** @param next value of {@code before} for the following page, null at the end */
    record History(List<Found> conversations, @Nullable Instant next) {}

    /** Every running conversation of the account on every channel, newest first. */
    @GET
    @Path("/live")
    public Uni<Live> live() {
        return board.live(caller.id(), caller.who().leads()).map(Live::new);
    }

    @GET
    @Path("/wallboard")
    public Uni<Wallboard> wallboard() {
        return wallboard.of(caller.id());
    }

    /**
     * Conversations, newest first.
     *
     * @param q in what was said, in the person's number or the agent's name
     * @param end category of the end reason, or {@code open}
     * @param from only those that started then or later (ISO 8601)
     * @param before only those that started before
     */
    @GET
    @Path("/history")
    public Uni<History> history(
            @RestQuery Optional<String> q,
            @RestQuery Optional<String> channel,
            @RestQuery Optional<String> agent,
            @RestQuery Optional<String> end,
            @RestQuery Optional<String> from,
            @RestQuery Optional<String> before,
            @RestQuery Optional<Integer> limit) {
        int size = limit.orElse(DEFAULT_LIMIT);
        if (size < 1 || size > LARGEST_LIMIT) {
            throw refused("limit: " + size + " (expected: 1-" + LARGEST_LIMIT + ")");
        }
        String text = q.map(words -> words.replace("\0", "").strip())
                .filter(words -> !words.isEmpty())
                .orElse(null);
        if (text != null && text.length() > LONGEST_TEXT) {
            throw refused("q: expected at most " + LONGEST_TEXT + " characters");
        }
        Search search = new Search(
                text,
                channel.map(CockpitResource::channel).orElse(null),
                agent.map(name -> name.replace("\0", "")).orElse(null),
                end.map(name -> name.replace("\0", "")).orElse(null),
                from.map(it -> instant("from", it)).orElse(null),
                before.map(it -> instant("before", it))
                        .orElseGet(() -> clock.instant().plusSeconds(1)),
                size);
        return board.history(caller.id(), search, caller.who().leads())
                .map(found -> new History(
                        found, found.size() < size ? null : found.getLast().startedAt()));
    }

    /** The SIP messages of a call, as the gateway remembers them ({@code GET /api/calls/{id}/ladder} there). Numbers are in it. */
    @GET
    @Path("/conversations/{id}/ladder")
    public Uni<String> ladder(@RestPath String id) {
        if (!caller.who().leads()) {
            throw new WebApplicationException(
                    Problem.of(403, "only for who leads").response());
        }
        return board.isCall(caller.id(), id)
                .chain(known -> known
                        ? telephone.ladder(caller.id(), id)
                        : Uni.createFrom().item(Optional.<String>empty()))
                .map(found -> found.orElseThrow(NotFoundException::new));
    }

    private static String channel(String name) {
        if (Arrays.stream(Channel.values()).noneMatch(one -> one.wireName().equals(name))) {
            throw refused("channel: unknown (expected: voice, whatsapp, web or sms)");
        }
        return name;
    }

    private static Instant instant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw refused(name + ": not an instant (expected: 2026-01-31T12:00:00Z)");
        }
    }

    private static BadRequestException refused(String detail) {
        return new BadRequestException(Problem.of(400, detail).response());
    }
}
