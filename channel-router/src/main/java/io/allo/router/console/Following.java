// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Somebody who follows a session: is told first how it stands and what was said last, then what happens. What other replicas wrote is
 * looked for in the database ({@link #look}); nothing is told twice. Any thread.
 */
final class Following implements Watchers.Watcher {
    private static final Logger LOG = Logger.getLogger(Following.class);
    private static final int LAST = 20;
    private static final int REMEMBERED = 1_000;

    private final SessionKey key;
    private final ConsoleDesk desk;
    private final Consumer<JsonObject> out;
    private final Set<String> told = new LinkedHashSet<>();

    Following(SessionKey key, ConsoleDesk desk, Consumer<JsonObject> out) {
        this.key = key;
        this.desk = desk;
        this.out = out;
    }

    /** How it stands, and the last of what was said and suggested, oldest first. */
    Uni<Void> begin() {
        return desk.find(key)
                .invoke(session -> out.accept(
                        session.map(Messages::connected).orElseGet(() -> Messages.connected(key.sessionId()))))
                .chain(session -> session.isEmpty() ? Uni.createFrom().voidItem() : look());
    }

    /** What is not told yet. What cannot be read now is told the next time. */
    Uni<Void> look() {
        return desk.last(key, LAST)
                .invoke(messages -> messages.forEach(this::tell))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("A console session cannot be read: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    @Override
    public void tell(JsonObject message) {
        if (isFresh(message)) {
            out.accept(message);
        }
    }

    private boolean isFresh(JsonObject message) {
        String type = message.getString("type");
        JsonObject thing = message.getValue(type) instanceof JsonObject one ? one : null;
        if (thing == null) {
            return true;
        }
        synchronized (told) {
            while (told.size() > REMEMBERED) {
                told.remove(told.iterator().next());
            }
            return told.add(type + thing.getValue("id"));
        }
    }

    /** Segments and suggestions in one list. */
    static List<JsonObject> messages(List<Segment> segments, List<Suggestion> suggestions) {
        List<JsonObject> messages = new ArrayList<>();
        segments.forEach(one -> messages.add(Messages.segment(one)));
        suggestions.reversed().forEach(one -> messages.add(Messages.suggestion(one)));
        return messages;
    }
}
