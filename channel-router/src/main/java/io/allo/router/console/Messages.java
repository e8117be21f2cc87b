// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What pages and programs are told, field by field; {@code docs/technician-console.md}. Pure functions. */
final class Messages {
    private Messages() {}

    static JsonObject error(String error) {
        return new JsonObject().put("error", error);
    }

    /** As {@code get-session-suggestions} lists it. */
    static JsonObject listed(Suggestion one) {
        return pushed(one).put("shown", one.shown()).put("clicked", one.clicked());
    }

    static JsonArray listed(List<Suggestion> all) {
        return new JsonArray(all.stream().map(Messages::listed).toList());
    }

    private static JsonObject pushed(Suggestion one) {
        return new JsonObject()
                .put("id", one.id())
                .put("type", one.type().wireName())
                .put("title", one.title())
                .put("content", one.content())
                .put("confidence", one.confidence())
                .put("source_chunks", one.sourceChunks());
    }

    static JsonObject suggestion(Suggestion one) {
        return new JsonObject().put("type", "suggestion").put("suggestion", pushed(one));
    }

    static JsonObject segment(Segment one) {
        return new JsonObject()
                .put("type", "segment")
                .put(
                        "segment",
                        new JsonObject()
                                .put("id", one.id())
                                .put("speaker", one.speaker())
                                .put("speaker_role", one.role().wireName())
                                .put("speaker_name", one.name())
                                .put("text", one.text())
                                .put("timestamp", one.at().toString()));
    }

    static JsonObject connected(ConsoleSession session) {
        ConsoleSession.Call call = session.call();
        return new JsonObject()
                .put("type", "connected")
                .put("session_id", session.key().sessionId())
                .put("muted", session.muted())
                .put(
                        "call",
                        call == null
                                ? null
                                : new JsonObject()
                                        .put("call_sid", call.sid())
                                        .put("status", call.status())
                                        .put("started_at", session.startedAt().toString()));
    }

    /** Of a session in which nothing has happened yet. */
    static JsonObject connected(String sessionId) {
        return new JsonObject()
                .put("type", "connected")
                .put("session_id", sessionId)
                .put("muted", false)
                .putNull("call");
    }

    static JsonObject call(String callSid, String status, @Nullable String reason) {
        JsonObject message =
                new JsonObject().put("type", "call").put("status", status).put("call_sid", callSid);
        return reason == null ? message : message.put("reason", reason);
    }

    static JsonObject muted(boolean muted) {
        return new JsonObject().put("type", "muted").put("muted", muted);
    }

    static JsonObject level(String speakerRole, double level) {
        return new JsonObject()
                .put("type", "level")
                .put("speaker_role", speakerRole)
                .put("level", level);
    }
}
