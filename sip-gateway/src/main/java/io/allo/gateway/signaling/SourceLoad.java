// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import io.allo.gateway.call.CallTimers;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Live calls and new calls a second of each source address. Sources without a live call are forgotten. Thread-safe. */
final class SourceLoad {
    private static final int REMEMBERED = 10_000;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final CallTimers timers;
    private final int mostLive;
    private final int mostPerSecond;
    private final Map<InetAddress, Load> loads = new HashMap<>();

    private static final class Load {
        int live;
        int begun;
        Instant since;

        Load(Instant since) {
            this.since = since;
        }
    }

    /**
     * @param mostLive calls of one source at the same time, 0 = no limit
     * @param mostPerSecond new calls of one source in a second, 0 = no limit
     */
    SourceLoad(CallTimers timers, int mostLive, int mostPerSecond) {
        this.timers = timers;
        this.mostLive = mostLive;
        this.mostPerSecond = mostPerSecond;
    }

    /** One call more; false when it is too many. {@link #leave} must follow one that was let in. */
    synchronized boolean enter(InetAddress source) {
        if (loads.size() >= REMEMBERED) {
            loads.values().removeIf(load -> load.live == 0);
        }
        Load load = loads.computeIfAbsent(source, _ -> new Load(timers.now()));
        if (!hasRoom(load)) {
            return false;
        }
        load.live++;
        load.begun++;
        return true;
    }

    /** Would one call more be let in now? Counts nothing. */
    synchronized boolean hasRoom(InetAddress source) {
        Load load = loads.get(source);
        return load == null || hasRoom(load);
    }

    private boolean hasRoom(Load load) {
        Instant now = timers.now();
        if (Duration.between(load.since, now).compareTo(SECOND) >= 0) {
            load.since = now;
            load.begun = 0;
        }
        return (mostLive == 0 || load.live < mostLive) && (mostPerSecond == 0 || load.begun < mostPerSecond);
    }

    synchronized void leave(InetAddress source) {
        Load load = loads.get(source);
        if (load != null && --load.live <= 0 && mostPerSecond == 0) {
            loads.remove(source);
        }
    }

    synchronized boolean isLive(InetAddress source) {
        Load load = loads.get(source);
        return load != null && load.live > 0;
    }
}
