// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.audio.ToneGenerator;
import java.time.Duration;

/**
 * While the agent owes the caller words and nothing sounds (a tool or a model takes its time), a soft tone says that the line is
 * alive: the first after a second and a half, then one every three. One call, one mailbox.
 */
final class WaitingTone {
    private static final long FIRST_NANOS = Duration.ofMillis(1500).toNanos();
    private static final long PAUSE_NANOS = Duration.ofSeconds(3).toNanos();
    private static final Duration LENGTH = Duration.ofMillis(180);
    private static final double HZ = 440;
    private static final double LEVEL_DBOV = -30;

    private final Mailbox mailbox;
    private final Playout playout;
    private final CompandingLaw law;
    private boolean owed;
    private long dueAt;

    WaitingTone(Mailbox mailbox, Playout playout, CompandingLaw law) {
        this.mailbox = mailbox;
        this.playout = playout;
        this.law = law;
    }

    /** @param words the agent has to say something now; false: it is not his turn */
    void owed(boolean words) {
        if (words && !owed) {
            dueAt = mailbox.nanoTime() + FIRST_NANOS;
        }
        owed = words;
    }

    /** Every 20 ms. @param item under which a tone is played: a new one, so that it counts as nobody's words */
    void tick(int item) {
        if (!owed) {
            return;
        }
        long now = mailbox.nanoTime();
        if (!playout.idle()) {
            dueAt = Math.max(dueAt, now + FIRST_NANOS);
        } else if (now >= dueAt) {
            dueAt = now + PAUSE_NANOS;
            playout.audio(item, 0, law.encode(ToneGenerator.sine(HZ, LENGTH, LEVEL_DBOV)));
            playout.tick();
        }
    }
}
