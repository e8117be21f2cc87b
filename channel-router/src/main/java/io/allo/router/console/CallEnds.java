// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Who waits for the end of which session's call. That nobody was told stands in the session until somebody is. Any thread. */
@Singleton
class CallEnds {
    private static final Logger LOG = Logger.getLogger(CallEnds.class);

    /** A call in one of these states is over. */
    static final Set<String> FINAL = Set.of("completed", "failed", "busy", "no-answer", "canceled");

    private final SessionRepository sessions;
    private final ConcurrentHashMap<SessionKey, Map<String, Consumer<JsonObject>>> waiting = new ConcurrentHashMap<>();

    CallEnds(SessionRepository sessions) {
        this.sessions = sessions;
    }

    /** Is told of an end of which nobody was told, and of those to come. @param id of the listener */
    void join(SessionKey key, String id, Consumer<JsonObject> listener) {
        waiting.compute(key, (_, all) -> {
            Map<String, Consumer<JsonObject>> map = all == null ? new ConcurrentHashMap<>() : all;
            map.put(id, listener);
            return map;
        });
        untold(key)
                .subscribe()
                .with(_ -> {}, failure -> LOG.warnf("An end of a call was perhaps not told: %s", failure.toString()));
    }

    void leave(SessionKey key, String id) {
        waiting.computeIfPresent(key, (_, all) -> {
            all.remove(id);
            return all.isEmpty() ? null : all;
        });
    }

    /** Tells whoever listens here; where nobody does, it stays untold. */
    Uni<Void> untold(SessionKey key) {
        if (!waiting.containsKey(key)) {
            return Uni.createFrom().voidItem();
        }
        return sessions.tellEnd(key)
                .invoke(end -> end.ifPresent(message ->
                        waiting.getOrDefault(key, Map.of()).values().forEach(listener -> listener.accept(message))))
                .replaceWithVoid();
    }

    /** @param status a last one */
    static String reason(String status) {
        return status.equals("completed") ? "customer_disconnected" : status;
    }

    static JsonObject ended(String callSid, String status, String reason) {
        return new JsonObject()
                .put("event", "call_ended")
                .put("call_sid", callSid)
                .put("status", status)
                .put("reason", reason);
    }
}
