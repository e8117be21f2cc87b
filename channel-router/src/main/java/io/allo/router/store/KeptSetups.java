// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import io.allo.router.conversation.Conversation.Setup;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The setups that were read last, by their names in Redis. A setup is large, is written once under its name, and a turn of a message
 * needs it twice; what was just read is not read again. Thread-safe.
 */
final class KeptSetups {
    private static final long LIFE = Duration.ofSeconds(30).toNanos();
    /** As many people as write within {@link #LIFE}; one is some ten kilobytes. */
    private static final int MOST = 2048;

    private final Map<String, Kept> setups = new LinkedHashMap<>();

    private record Kept(Setup setup, long until) {}

    synchronized Optional<Setup> get(String name) {
        Kept kept = setups.get(name);
        return kept == null || kept.until() - System.nanoTime() < 0 ? Optional.empty() : Optional.of(kept.setup());
    }

    synchronized void put(String name, Setup setup) {
        setups.remove(name); // to the end: the first is the oldest
        setups.put(name, new Kept(setup, System.nanoTime() + LIFE));
        if (setups.size() > MOST) {
            setups.remove(setups.keySet().iterator().next());
        }
    }

    synchronized void forget(String name) {
        setups.remove(name);
    }
}
