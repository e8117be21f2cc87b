// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Answers worked out before, the least lately asked for forgotten when there are too many: people type any word. Any thread;
 * an answer is worked out outside the lock, so that two threads may do it at once.
 */
public final class Remembered<K, V> {
    private static final float LOAD = 0.75f;

    private final Map<K, V> known;
    private final Function<K, V> answer;

    /** @param most how many answers are kept */
    public Remembered(int most, Function<K, V> answer) {
        this.answer = answer;
        this.known = new LinkedHashMap<>(most, LOAD, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    public V of(K question) {
        synchronized (known) {
            V before = known.get(question);
            if (before != null) {
                return before;
            }
        }
        V found = answer.apply(question);
        synchronized (known) {
            known.put(question, found);
        }
        return found;
    }
}
