// SPDX-License-Identifier: Apache-2.0
package io.allo.router.api;

import io.allo.router.conversation.Channel;
import io.allo.router.door.CallerAccount;
import io.allo.router.door.ForAccount;
import io.allo.router.door.Problem;
import io.allo.router.history.ConversationHistory;
import io.allo.router.history.RecordedConversation;
import io.allo.router.recording.Recordings;
import io.allo.router.recording.StoredRecording;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The account's conversations on every channel. */
@Path("/api/conversations")
@ForAccount
@Produces(MediaType.APPLICATION_JSON)
class ConversationResource {
    private static final int DEFAULT_LIMIT = 20;
    private static final int LARGEST_LIMIT = 100;

    private final ConversationHistory history;
    private final CallerAccount account;
    private final Recordings recordings;
    private final Erasure erasure;
    private final Clock clock;

    ConversationResource(
            ConversationHistory history, CallerAccount account, Recordings recordings, Erasure erasure, Clock clock) {
        this.history = history;
        this.account = account;
        this.recordings = recordings;
        this.erasure = erasure;
        this.clock = clock;
    }

    /** @param next value of {@code before} for the following page, null at the end */
    record Listed(
            List<RecordedConversation> conversations,
            @Nullable Instant next) {}

    /**
     * Newest first.
     *
     * @param channel only this channel
     * @param limit 1 to 100
     * @param before only conversations that started before this instant (ISO 8601)
     */
    @GET
    public Uni<Listed> list(
            @RestQuery Optional<String> channel,
            @RestQuery Optional<Integer> limit,
            @RestQuery Optional<String> before) {
        int size = limit.orElse(DEFAULT_LIMIT);
        if (size < 1 || size > LARGEST_LIMIT) {
            throw refused("limit: " + size + " (expected: 1-" + LARGEST_LIMIT + ")");
        }
        channel.filter(name -> Arrays.stream(Channel.values())
                        .noneMatch(one -> one.wireName().equals(name)))
                .ifPresent(name -> {
                    throw refused("channel: unknown (expected: voice, whatsapp, web or sms)");
                });
        Instant until = before.map(ConversationResource::instant)
                .orElseGet(() -> clock.instant().plusSeconds(1));
        return history.newest(account.id(), channel, until, size)
                .map(found -> new Listed(
                        found, found.size() < size ? null : found.getLast().startedAt()));
    }

    /** With turns, tool calls and the telephone's side. */
    @GET
    @Path("/{id}")
    public Uni<RecordedConversation> one(@RestPath String id) {
        return history.one(account.id(), id).map(found -> found.orElseThrow(NotFoundException::new));
    }

    /** The recording as WAV: the caller left, the agent right. */
    @GET
    @Path("/{id}/recording")
    @Produces("audio/wav")
    @Blocking
    public Response recording(@RestPath String id) throws IOException {
        StoredRecording found = recordings.find(account.id(), id).orElseThrow(NotFoundException::new);
        StreamingOutput wav = out -> {
            try {
                found.writeWav(out);
            } catch (GeneralSecurityException e) {
                throw new IOException("a recording was changed on the disk", e);
            }
        };
        return Response.ok(wav)
                .header("Content-Length", found.wavBytes())
                .header("Cache-Control", "no-store")
                .build();
    }

    /**
     * Erases a conversation that is over: its words, tool calls, recording and who it was. What tools stored is the business's own.
     */
    @DELETE
    @Path("/{id}")
    @Blocking
    public Response erase(@RestPath String id) throws IOException {
        return switch (erasure.erase(account.id(), id)) {
            case ERASED -> Response.noContent().build();
            case UNKNOWN -> throw new NotFoundException();
            case OPEN -> Problem.of(409, "the conversation is not over").response();
        };
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw refused("before: not an instant (expected: 2026-01-31T12:00:00Z)");
        }
    }

    private static BadRequestException refused(String detail) {
        return new BadRequestException(Problem.of(400, detail).response());
    }
}
