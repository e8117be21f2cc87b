// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sessionconfig;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers worth keeping for a short while; the oldest goes when it is full. Any thread. */
public final class ExpiringMap<K, V> {
    private final Duration life;
    private final int capacity;
    private final Clock clock;
    private final Map<K, Entry<V>> entries = new LinkedHashMap<>();

    public ExpiringMap(Duration life, int capacity, Clock clock) {
        this.life = life;
        this.capacity = capacity;
        this.clock = clock;
    }

    private record Entry<V>(V value, Instant until) {}

    public synchronized Optional<V> get(K key) {
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.until().isBefore(clock.instant())) {
            entries.remove(key);
            return Optional.empty();
        }
        return Optional.of(entry.value());
    }

    public synchronized void put(K key, V value) {
        entries.remove(key); // moves to the end: insertion order is expiry order
        entries.put(key, new Entry<>(value, clock.instant().plus(life)));
        if (entries.size() > capacity) {
            K oldest = entries.keySet().iterator().next();
            entries.remove(oldest);
        }
    }
}
