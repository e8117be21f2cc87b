// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The telephone lines that this process holds for console sessions. Any thread. */
@Singleton
class Lines {
    private final ConcurrentHashMap<SessionKey, Line> lines = new ConcurrentHashMap<>();

    /** A telephone at the other end. Methods return at once, on any thread. */
    interface Line {
        /** The support agent's voice, G.711 µ-law: heard by the technician and written down, unless muted. */
        void agentSpeaks(byte[] ulaw);

        void mute(boolean muted);

        /** The line is not needed any more. Done when what was said until now is understood; never fails. */
        Uni<Void> end();
    }

    Optional<Line> of(SessionKey key) {
        return Optional.ofNullable(lines.get(key));
    }

    /** A line that stood before is ended. */
    void put(SessionKey key, Line line) {
        Line before = lines.put(key, line);
        if (before != null) {
            before.end().subscribe().with(_ -> {});
        }
    }

    /** Does nothing where another line has taken its place. */
    void remove(SessionKey key, Line line) {
        lines.remove(key, line);
    }
}
