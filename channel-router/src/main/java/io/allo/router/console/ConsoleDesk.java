// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** What the console does for whoever uses it, by page, by telephone or by program. */
@ApplicationScoped
public class ConsoleDesk {
    private static final Logger LOG = Logger.getLogger(ConsoleDesk.class);
    private static final int SHORTEST = 5;

    private final SessionRepository sessions;
    private final SegmentRepository segments;
    private final SuggestionRepository suggestions;
    private final Sessions lively;
    private final Lines lines;
    private final Watchers watchers;

    ConsoleDesk(
            SessionRepository sessions,
            SegmentRepository segments,
            SuggestionRepository suggestions,
            Sessions lively,
            Lines lines,
            Watchers watchers) {
        this.sessions = sessions;
        this.segments = segments;
        this.suggestions = suggestions;
        this.lively = lively;
        this.lines = lines;
        this.watchers = watchers;
    }

    /** What came of something that was said. @param processing as {@code send-demo-transcription} answers */
    record Processed(JsonObject processing, List<Suggestion> suggestions) {}

    Uni<ConsoleSession> open(SessionKey key, ConsoleSession.Opening opening) {
        return sessions.open(key, opening);
    }

    Uni<Optional<ConsoleSession>> find(SessionKey key) {
        return sessions.find(key);
    }

    /** As it is, or a new one. */
    Uni<ConsoleSession> findOrOpen(SessionKey key, ConsoleSession.Opening opening) {
        return sessions.find(key)
                .chain(found -> found.map(session -> Uni.createFrom().item(session))
                        .orElseGet(() -> sessions.open(key, opening)));
    }

    /** Somebody talks on the session's telephone. */
    void lineIsUp(ConsoleSession session) {
        ConsoleSession.Call call = session.call();
        if (call != null) {
            sessions.callStatus(call.sid(), "in-progress", null, null)
                    .subscribe()
                    .with(
                            change -> change.ifPresent(
                                    _ -> watchers.tell(session.key(), Messages.call(call.sid(), "in-progress", null))),
                            failure -> LOG.warnf("That a call was answered is not kept: %s", failure.toString()));
        }
    }

    /** In a session that is made when it is not there yet. */
    Uni<Processed> say(SessionKey key, ConsoleSession.Opening opening, Segment.Said said) {
        return sessions.open(key, opening).chain(session -> say(session, said));
    }

    /** Kept and shown at once; then thought about, where somebody said it who is to be helped. */
    Uni<Processed> say(ConsoleSession session, Segment.Said said) {
        long began = System.nanoTime();
        return segments.keep(session.key(), said)
                .invoke(segment -> watchers.tell(session.key(), Messages.segment(segment)))
                .chain(segment -> {
                    if (said.text().strip().length() < SHORTEST) {
                        return Uni.createFrom().item(skipped("text_too_short", segment));
                    }
                    if (!said.role().isHelped()) {
                        return Uni.createFrom().item(skipped("speaker_not_processed", segment));
                    }
                    return lively.think(session, segment)
                            .map(found -> found.map(all -> processed(segment, all, began))
                                    .orElseGet(() -> skipped("throttled", segment)))
                            .onFailure()
                            .recoverWithItem(failure -> {
                                LOG.errorf(failure, "A console session could not be thought about");
                                return new Processed(
                                        new JsonObject()
                                                .put("status", "error")
                                                .put("error", "the text is kept, but was not processed"),
                                        List.of());
                            });
                });
    }

    private static Processed skipped(String reason, Segment segment) {
        return new Processed(
                new JsonObject().put("status", "skipped").put("reason", reason).put("segment_id", segment.id()),
                List.of());
    }

    private static Processed processed(Segment segment, List<Suggestion> found, long began) {
        long questions = found.stream()
                .filter(one -> one.type() == Suggestion.Type.CLARIFICATION_QUESTION)
                .count();
        return new Processed(
                new JsonObject()
                        .put("status", "processed")
                        .put("segment_id", segment.id())
                        .put("suggestions_count", found.size())
                        .put("questions_count", questions)
                        .put("processing_time_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)),
                found);
    }

    /** Newest first; empty: no such session. */
    Uni<Optional<List<Suggestion>>> suggestions(SessionKey key, int most) {
        return sessions.find(key)
                .chain(session -> session.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : suggestions.newest(key, most).map(Optional::of));
    }

    /** The last of what was said and suggested, as messages for whoever follows. */
    Uni<List<JsonObject>> last(SessionKey key, int most) {
        return segments.last(key, most)
                .chain(said -> suggestions.newest(key, most).map(found -> Following.messages(said, found)));
    }

    /** Ends a session without a telephone. Empty: no such session. */
    Uni<Optional<JsonObject>> end(SessionKey key) {
        return sessions.end(key, "completed")
                .chain(ended -> ended.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : segments.statistics(key, false)
                                .map(statistics -> Optional.of(new JsonObject()
                                        .put("success", true)
                                        .put("session_id", key.sessionId())
                                        .put("status", "completed")
                                        .put("duration", seconds(ended.get()))
                                        .put("session_stats", statistics.json()))));
    }

    private static long seconds(ConsoleSession session) {
        return session.endedAt() == null
                ? 0
                : Math.max(
                        0,
                        session.endedAt().getEpochSecond() - session.startedAt().getEpochSecond());
    }

    /** What was said by voice since the last time it was asked. */
    Uni<JsonObject> spoken(SessionKey key) {
        return segments.statistics(key, true).map(SessionStatistics::json);
    }

    /** False: no such session. */
    Uni<Boolean> mute(SessionKey key, boolean muted) {
        return sessions.mute(key, muted).invoke(known -> {
            if (known) {
                lines.of(key).ifPresent(line -> line.mute(muted));
                watchers.tell(key, Messages.muted(muted));
            }
        });
    }

    Uni<Boolean> feedback(String accountId, long suggestion, String feedback) {
        return suggestions.feedback(accountId, suggestion, feedback);
    }

    Uni<Boolean> shown(SessionKey key, long suggestion) {
        return suggestions.shown(key, suggestion);
    }

    Uni<Boolean> clicked(SessionKey key, long suggestion) {
        return suggestions.clicked(key, suggestion);
    }
}
