// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.console.ConsoleSession.Opening;
import io.allo.router.console.Segment.Said;
import io.allo.router.console.advice.SpeakerRole;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the page under {@code /demo} and programs under {@code /api/realtime} both may ask: reads it, has it done, writes the answer. */
@Singleton
class ConsoleRequests {
    private static final int USUAL_LIMIT = 10;
    private static final int LARGEST_LIMIT = 200;
    private static final int LONGEST_TEXT = 4_000;
    private static final double USUAL_CONFIDENCE = 0.9;
    private static final double LONGEST_CALL_SECONDS = 1e6;
    private static final int LONGEST_ID = 200;
    private static final Set<String> FEEDBACK = Set.of("helpful", "not_helpful", "irrelevant");

    private final ConsoleDesk desk;
    private final ConsoleConfig config;

    ConsoleRequests(ConsoleDesk desk, ConsoleConfig config) {
        this.desk = desk;
        this.config = config;
    }

    /** Something was said or typed. */
    Uni<Response> say(String account, byte @Nullable [] body) {
        return Answers.of(() -> {
            Asked asked = Asked.of(body);
            SessionKey key = new SessionKey(account, asked.sessionId());
            Said said = said(asked);
            Opening opening = new Opening(asked.name("customer_id"), null, null, null, said.language(), null);
            return desk.say(key, opening, said)
                    .map(done -> new JsonObject()
                            .put("processing", done.processing())
                            .put("suggestions", Messages.listed(done.suggestions())));
        });
    }

    private Said said(Asked asked) {
        String speaker = asked.name("speaker");
        String id = speaker == null ? SpeakerRole.CUSTOMER.wireName() : speaker;
        String name = asked.name("speaker_name");
        return new Said(
                id,
                SpeakerRole.of(id),
                name == null ? id : name,
                asked.required("text", LONGEST_TEXT),
                asked.language(config.language()),
                asked.number("confidence", USUAL_CONFIDENCE, 0, 1),
                asked.number("start_time", 0, 0, LONGEST_CALL_SECONDS),
                asked.number("end_time", 0, 0, LONGEST_CALL_SECONDS),
                false);
    }

    /** Newest first. */
    Uni<Response> suggestions(String account, @Nullable String sessionId, Optional<String> limit) {
        return Answers.of(() -> {
            if (sessionId == null || sessionId.isBlank()) {
                throw new Asked.UnfitException("session_id is required");
            }
            int most = limit(limit);
            if (!SessionKey.isId(sessionId)) {
                return Uni.createFrom().item(unknown());
            }
            return desk.suggestions(new SessionKey(account, sessionId), most)
                    .map(found -> found.map(all ->
                                    new JsonObject().put("status", "success").put("suggestions", Messages.listed(all)))
                            .orElseGet(ConsoleRequests::unknown));
        });
    }

    private static JsonObject unknown() {
        return new JsonObject()
                .put("status", "error")
                .put("error", "no such session")
                .put("suggestions", new JsonArray());
    }

    private static int limit(Optional<String> limit) {
        try {
            int most = limit.map(Integer::parseInt).orElse(USUAL_LIMIT);
            if (most >= 1) {
                return Math.min(most, LARGEST_LIMIT);
            }
        } catch (NumberFormatException e) {
            throw new Asked.UnfitException("limit is no number");
        }
        throw new Asked.UnfitException("limit: expected 1 to " + LARGEST_LIMIT);
    }

    /** A session without a telephone. */
    Uni<Response> start(String account, byte @Nullable [] body) {
        return Answers.of(() -> {
            Asked asked = body == null || body.length == 0 ? new Asked(new JsonObject()) : Asked.of(body);
            String id = id(asked).orElseGet(() -> "session-" + UUID.randomUUID());
            return desk.open(new SessionKey(account, id), asked.opening(asked.language(config.language())))
                    .map(session -> new JsonObject()
                            .put("success", true)
                            .put("session_id", id)
                            .put("status", session.status()));
        });
    }

    Uni<Response> end(String account, byte @Nullable [] body) {
        return Answers.responding(() -> {
            String id = id(Asked.of(body)).orElseThrow(() -> new Asked.UnfitException("session_id is required"));
            return desk.end(new SessionKey(account, id))
                    .map(ended -> ended.map(answer -> Answers.json(200, answer))
                            .orElseGet(() -> Answers.error(404, "no such session")));
        });
    }

    /** A switchboard's own id of a call does as well. */
    private static Optional<String> id(Asked asked) {
        String session = asked.text("session_id", LONGEST_ID);
        return Optional.ofNullable(session == null ? asked.text("call_id", LONGEST_ID) : session)
                .map(Asked::id);
    }

    Uni<Response> mute(String account, byte @Nullable [] body) {
        return Answers.responding(() -> {
            Asked asked = Asked.of(body);
            String id = asked.sessionId();
            boolean muted = asked.flag("muted");
            JsonObject done =
                    new JsonObject().put("success", true).put("session_id", id).put("muted", muted);
            return desk.mute(new SessionKey(account, id), muted)
                    .map(known -> known ? Answers.json(200, done) : Answers.error(404, "no such session"));
        });
    }

    Uni<Response> feedback(String account, String suggestion, byte @Nullable [] body) {
        return Answers.responding(() -> {
            if (!suggestion.matches("[0-9]{1,18}")) {
                return Uni.createFrom().item(Answers.error(404, "no such suggestion"));
            }
            String feedback = Asked.of(body).required("feedback", LONGEST_ID);
            if (!FEEDBACK.contains(feedback)) {
                throw new Asked.UnfitException("feedback: expected helpful, not_helpful or irrelevant");
            }
            long id = Long.parseLong(suggestion);
            JsonObject done = new JsonObject()
                    .put("success", true)
                    .put("suggestion_id", id)
                    .put("feedback", feedback);
            return desk.feedback(account, id, feedback)
                    .map(known -> known ? Answers.json(200, done) : Answers.error(404, "no such suggestion"));
        });
    }
}
