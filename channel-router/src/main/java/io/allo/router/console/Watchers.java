// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who watches which session in this process, and, by {@link Beyond}, in others. Any thread. */
@Singleton
public class Watchers {
    private static final int MOST_OF_A_SESSION = 20;

    private final ConcurrentHashMap<SessionKey, Set<Watcher>> watching = new ConcurrentHashMap<>();

    private volatile Beyond beyond = new Beyond() {};

    /** Watchers in other processes. Methods return at once, on any thread. */
    interface Beyond {
        default void tell(SessionKey key, JsonObject message) {}

        default void hear(SessionKey key, byte[] ulaw) {}
    }

    /** A page or a program. Methods return at once, on any thread. */
    public interface Watcher {
        void tell(JsonObject message);

        /** 20 ms of the technician's voice, G.711 µ-law. */
        default void hear(byte[] ulaw) {}
    }

    /** False: too many watch it already. */
    public boolean join(SessionKey key, Watcher watcher) {
        Set<Watcher> all = watching.compute(key, (_, now) -> {
            Set<Watcher> set = now == null ? ConcurrentHashMap.newKeySet() : now;
            if (set.size() < MOST_OF_A_SESSION) {
                set.add(watcher);
            }
            return set;
        });
        return all.contains(watcher);
    }

    public void leave(SessionKey key, Watcher watcher) {
        watching.computeIfPresent(key, (_, all) -> {
            all.remove(watcher);
            return all.isEmpty() ? null : all;
        });
    }

    void beyond(Beyond others) {
        beyond = others;
    }

    public void tell(SessionKey key, JsonObject message) {
        tellHere(key, message);
        beyond.tell(key, message);
    }

    /** Only watchers in this process. */
    void tellHere(SessionKey key, JsonObject message) {
        watching.getOrDefault(key, Set.of()).forEach(watcher -> watcher.tell(message));
    }

    /** The technician's voice, µ-law. */
    void hear(SessionKey key, byte[] ulaw) {
        hearHere(key, ulaw);
        beyond.hear(key, ulaw);
    }

    void hearHere(SessionKey key, byte[] ulaw) {
        watching.getOrDefault(key, Set.of()).forEach(watcher -> watcher.hear(ulaw));
    }

    /** Sessions that are watched in this process. */
    Set<SessionKey> watched() {
        return Set.copyOf(watching.keySet());
    }

    boolean watches(SessionKey key) {
        return watching.containsKey(key);
    }
}
