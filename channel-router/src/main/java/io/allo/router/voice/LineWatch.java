// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

/**
 * Beats on the media socket and listens for the far end's beats: neither TCP, nor pings, nor idle timeouts find a dead peer
 * reliably. Any message is a sign of life. One call, one mailbox.
 */
final class LineWatch {
    private final Mailbox mailbox;
    private final CallLine line;
    private final VoiceRules rules;
    private final Runnable dead;
    private long lastHeard;
    private Mailbox.Timer next = Mailbox.Timer.NONE;

    LineWatch(Mailbox mailbox, CallLine line, VoiceRules rules, Runnable dead) {
        this.mailbox = mailbox;
        this.line = line;
        this.rules = rules;
        this.dead = dead;
    }

    void begin() {
        lastHeard = mailbox.nanoTime();
        if (line.abilities().heartbeats()) {
            beat();
        }
    }

    void heard() {
        lastHeard = mailbox.nanoTime();
    }

    void end() {
        next.cancel();
    }

    private void beat() {
        if (mailbox.nanoTime() - lastHeard > rules.deadAfter().toNanos()) {
            dead.run();
            return;
        }
        line.heartbeat();
        next = mailbox.after(rules.heartbeat(), this::beat);
    }
}
