// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The calls of this worker, and whether it takes more. Safe from any thread. */
@Singleton
public class LiveCalls {
    private final Map<VoiceLeg, Entry> calls = new ConcurrentHashMap<>();
    private volatile boolean draining;

    private record Entry(String callId, Mailbox mailbox) {}

    LiveCalls(MeterRegistry meters) {
        meters.gauge("allo.voice.calls.active", calls, Map::size);
    }

    void add(String callId, VoiceLeg leg, Mailbox mailbox) {
        calls.put(leg, new Entry(callId, mailbox));
    }

    void remove(VoiceLeg leg) {
        calls.remove(leg);
    }

    public int count() {
        return calls.size();
    }

    /** Ids of the calls that live now. */
    public Set<String> callIds() {
        Set<String> ids = new TreeSet<>();
        calls.values().forEach(call -> ids.add(call.callId()));
        return ids;
    }

    /** From now on no new call is taken, and each gateway is told to find a successor. */
    public void drain() {
        draining = true;
        calls.forEach((leg, call) -> call.mailbox().execute(leg::goAway));
    }

    public boolean draining() {
        return draining;
    }
}
