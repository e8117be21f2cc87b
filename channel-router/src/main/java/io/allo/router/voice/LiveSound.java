// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Both sides of a call as they sound now, for people who listen: the caller's frames as they come, the agent's when the caller hears
 * them, for they are sent ahead of his ear and may be taken back. Costs nothing while nobody listens. One call, one mailbox.
 */
public final class LiveSound {
    /** 100 ms: what is older is not live. */
    private static final int MOST_WAITING = 5;

    private static final long FRAME = Duration.ofMillis(20).toNanos();

    private final Mailbox mailbox;
    private final CompandingLaw law;
    private final Map<UUID, Ear> ears = new HashMap<>();
    private final Deque<byte[]> caller = new ArrayDeque<>();
    private final Deque<Sent> ahead = new ArrayDeque<>();
    private Mailbox.Timer ticks = Mailbox.Timer.NONE;
    private long pausedAt;
    private boolean paused;

    /** Whoever listens. In the call's mailbox. */
    public interface Ear {
        /** 20 ms of µ-law: 160 bytes of the caller, then 160 of whom he hears. Nothing comes while both are silent. */
        void frame(byte[] both);
    }

    private record Sent(long from, byte[] g711) {}

    LiveSound(Mailbox mailbox, CompandingLaw law) {
        this.mailbox = mailbox;
        this.law = law;
    }

    void add(UUID session, Ear ear) {
        if (ears.isEmpty()) {
            ticks = mailbox.everyTick(this::tick);
        }
        ears.put(session, ear);
    }

    void remove(UUID session) {
        if (ears.remove(session) != null && ears.isEmpty()) {
            close();
        }
    }

    void close() {
        ticks.cancel();
        ears.clear();
        caller.clear();
        ahead.clear();
    }

    void caller(byte[] g711) {
        if (!ears.isEmpty() && g711.length == CompandingLaw.FRAME_BYTES) {
            caller.add(g711);
            if (caller.size() > MOST_WAITING) {
                caller.remove();
            }
        }
    }

    /** @param from when the caller begins to hear it */
    void agent(long from, byte[] g711) {
        if (!ears.isEmpty()) {
            ahead.add(new Sent(from, g711));
        }
    }

    /** What he has not heard yet he will not hear. */
    void cleared() {
        long now = mailbox.nanoTime();
        ahead.removeIf(sent -> sent.from > now);
        paused = false;
    }

    void paused() {
        paused = true;
        pausedAt = mailbox.nanoTime();
    }

    void resumed() {
        if (paused) {
            paused = false;
            long later = mailbox.nanoTime() - pausedAt;
            Deque<Sent> waiting = new ArrayDeque<>(ahead);
            ahead.clear();
            waiting.forEach(sent -> ahead.add(new Sent(sent.from + later, sent.g711)));
        }
    }

    private void tick() {
        long now = mailbox.nanoTime();
        while (!ahead.isEmpty() && ahead.element().from + MOST_WAITING * FRAME < now) {
            ahead.remove();
        }
        boolean sounds = !paused && !ahead.isEmpty() && ahead.element().from <= now;
        if (caller.isEmpty() && !sounds) {
            return;
        }
        byte[] both = new byte[2 * CompandingLaw.FRAME_BYTES];
        Arrays.fill(both, CompandingLaw.ULAW.silence);
        if (!caller.isEmpty()) {
            lay(caller.remove(), both, 0);
        }
        if (sounds) {
            lay(ahead.remove().g711, both, CompandingLaw.FRAME_BYTES);
        }
        ears.values().forEach(ear -> ear.frame(both));
    }

    private void lay(byte[] g711, byte[] into, int at) {
        byte[] ulaw = law == CompandingLaw.ULAW ? g711 : CompandingLaw.ULAW.encode(law.decode(g711));
        System.arraycopy(ulaw, 0, into, at, Math.min(ulaw.length, CompandingLaw.FRAME_BYTES));
    }
}
