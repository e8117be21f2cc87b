// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that stands until the test moves it. One thread. */
public final class VirtualClock implements CallTimers {
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparing(Alarm::at).thenComparing(Alarm::number));
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private long numbers;

    private record Alarm(Instant at, long number, Runnable task) {}

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Pending after(Duration delay, Runnable task) {
        Alarm alarm = new Alarm(now.plus(delay), numbers++, task);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    /** Moves on, and lets go off what is due on the way. */
    public void advance(Duration time) {
        Instant target = now.plus(time);
        while (!alarms.isEmpty() && !alarms.peek().at().isAfter(target)) {
            Alarm due = alarms.remove();
            now = due.at();
            due.task().run();
        }
        now = target;
    }

    public int pending() {
        return alarms.size();
    }
}
