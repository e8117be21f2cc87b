// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The telephone lines that this process holds for console sessions, and, by {@link Beyond}, the other processes'. Any thread. */
@Singleton
class Lines {
    private final ConcurrentHashMap<SessionKey, Line> lines = new ConcurrentHashMap<>();

    private volatile Beyond beyond = new Beyond() {};

    /** Lines that other processes hold. Methods return at once, on any thread. */
    interface Beyond {
        default Optional<Line> of(SessionKey key) {
            return Optional.empty();
        }

        /** This process has one now. */
        default void opened(SessionKey key) {}
    }

    /** A telephone at the other end. Methods return at once, on any thread. */
    interface Line {
        /** The support agent's voice, G.711 µ-law: heard by the technician and written down, unless muted. */
        void agentSpeaks(byte[] ulaw);

        void mute(boolean muted);

        /** The line is not needed any more. Done when what was said until now is understood; never fails. */
        Uni<Void> end();
    }

    void beyond(Beyond others) {
        beyond = others;
    }

    Optional<Line> of(SessionKey key) {
        return here(key).or(() -> beyond.of(key));
    }

    /** Only one that this process holds. */
    Optional<Line> here(SessionKey key) {
        return Optional.ofNullable(lines.get(key));
    }

    /** A line that stood before is ended. */
    void put(SessionKey key, Line line) {
        Line before = lines.put(key, line);
        if (before != null) {
            before.end().subscribe().with(_ -> {});
        }
        beyond.opened(key);
    }

    /** Does nothing where another line has taken its place. */
    void remove(SessionKey key, Line line) {
        lines.remove(key, line);
    }
}
