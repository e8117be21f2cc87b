// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import io.allo.audio.AudioLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the caller hears of the agent, by level: when it speaks, how much, and how long he waited for each answer (from his own
 * last voiced packet to the agent's first after a pause). Safe from any thread.
 */
final class AgentEar {
    /** A shorter gap is within a sentence. */
    private static final long PAUSE_NANOS = Duration.ofMillis(300).toNanos();

    private static final int PACKET_MS = 20;
    private static final int LEAST_HEARD_MS = 100;

    private final List<Long> waitsMs = new ArrayList<>();
    private long voicedNanos = System.nanoTime() - PAUSE_NANOS;
    /** The agent's voice since the caller last listened to its end. */
    private long freshMs;

    private long totalMs;
    private long spokeNanos;
    private boolean asked;

    /** A packet of 20 ms came. */
    synchronized void hears(double dbov, long nowNanos) {
        if (dbov <= AudioLevel.VOICED_DBOV) {
            return;
        }
        if (asked && nowNanos - voicedNanos >= PAUSE_NANOS) {
            waitsMs.add((nowNanos - spokeNanos) / 1_000_000);
            asked = false;
        }
        voicedNanos = nowNanos;
        freshMs += PACKET_MS;
        totalMs += PACKET_MS;
        notifyAll();
    }

    /** The caller's own voice left. */
    synchronized void spoke(long nowNanos) {
        spokeNanos = nowNanos;
        asked = true;
    }

    /** The agent has said something new and was then silent for so long. False when not within the time. */
    synchronized boolean listen(Duration quiet, Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < deadline) {
            if (freshMs >= LEAST_HEARD_MS && System.nanoTime() - voicedNanos >= quiet.toNanos()) {
                freshMs = 0;
                return true;
            }
            TimeUnit.MILLISECONDS.timedWait(this, PACKET_MS);
        }
        return false;
    }

    /** So much new voice was heard. False when not within the time. */
    synchronized boolean hears(Duration voice, Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (freshMs < voice.toMillis()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.timedWait(this, PACKET_MS);
        }
        freshMs = 0;
        return true;
    }

    /** Waits for a pause of the agent. @return when its voice was heard last, in nanoseconds of {@link System#nanoTime} */
    synchronized long pause(Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (System.nanoTime() - voicedNanos < PAUSE_NANOS && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.timedWait(this, PACKET_MS);
        }
        freshMs = 0;
        return voicedNanos;
    }

    synchronized Duration spoken() {
        return Duration.ofMillis(totalMs);
    }

    /** Of each answer, milliseconds, in order. */
    synchronized List<Long> waitsMs() {
        return List.copyOf(waitsMs);
    }
}
