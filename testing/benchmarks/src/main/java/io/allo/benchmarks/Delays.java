// SPDX-License-Identifier: Apache-2.0
package io.allo.benchmarks;

import java.util.concurrent.atomic.AtomicLongArray;

/** How often which delay was seen, in tenths of a millisecond up to ten seconds. Safe from any thread. */
final class Delays {
    private static final int MOST_TENTHS = 100_000;
    private static final long NANOS_PER_TENTH = 100_000;

    private final AtomicLongArray counts = new AtomicLongArray(MOST_TENTHS);

    void add(long nanos) {
        counts.incrementAndGet((int) Math.clamp(nanos / NANOS_PER_TENTH, 0, MOST_TENTHS - 1));
    }

    void reset() {
        for (int i = 0; i < MOST_TENTHS; i++) {
            counts.set(i, 0);
        }
    }

    /** {@code {"n":…,"p50":…,"p95":…,"p99":…,"max":…}}, milliseconds. */
    String json() {
        return "{\"n\":%d,\"p50\":%s,\"p95\":%s,\"p99\":%s,\"max\":%s}"
                .formatted(all(), at(0.5), at(0.95), at(0.99), at(1));
    }

    private long all() {
        long all = 0;
        for (int i = 0; i < MOST_TENTHS; i++) {
            all += counts.get(i);
        }
        return all;
    }

    private String at(double part) {
        long wanted = (long) Math.ceil(all() * part);
        if (wanted == 0) {
            return "null";
        }
        int tenth = -1;
        for (long seen = 0; seen < wanted; ) {
            seen += counts.get(++tenth);
        }
        return String.valueOf(tenth / 10.0);
    }
}
