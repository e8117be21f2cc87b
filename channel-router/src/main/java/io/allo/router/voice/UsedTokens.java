// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tokens that opened a socket on this worker lately. Bounded by time and number. Safe from any thread. */
final class UsedTokens {
    /** Longer than any token lives. */
    private static final Duration KEPT = Duration.ofMinutes(5);

    private static final int MOST = 50_000;

    private final Map<String, Instant> used = new LinkedHashMap<>();

    /** False when it was used before. */
    synchronized boolean use(String token, Instant now) {
        for (Iterator<Instant> oldest = used.values().iterator(); oldest.hasNext(); ) {
            boolean expired = oldest.next().isBefore(now.minus(KEPT));
            if (!expired && used.size() < MOST) {
                break;
            }
            oldest.remove();
        }
        return used.putIfAbsent(token, now) == null;
    }
}
