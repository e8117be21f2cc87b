// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.time.Duration;

/**
 * Whose turn it is, from who sounded when on this line. A provider's detector knows nothing of what the caller hears: it takes a
 * "mhm" while the agent speaks, a cough and the agent's own echo for turns. Written by {@link CallerVoice}, asked by {@link
 * CallerTurns}; one call, one mailbox.
 */
final class Floor {
    /** The provider says that a voice began a moment after it did. */
    private static final long LOOKBACK = Duration.ofMillis(700).toNanos();
    /** An agent who speaks on for so long after the caller's voice was not asking him. */
    private static final long SPOKE_ON = Duration.ofMillis(300).toNanos();

    private static final long LONG_AGO = Duration.ofHours(1).toNanos();

    private final Mailbox mailbox;
    private final Speaker speaker;
    private final Playout playout;
    private boolean providerHearsSpeech;
    private long turnBegan;
    private long lastVoice;
    private long lastAgent;
    private long taken;

    /** What a turn of the caller was, as far as one can hear. */
    enum Verdict {
        /** He speaks to the agent. */
        TAKEN,
        /** His voice was heard, and the agent speaks on. */
        SPOKEN_OVER,
        /** The agent is silent, and it is not sure that the caller spoke to him. */
        UNSURE,
        /** No voice but the agent's. */
        NOBODY
    }

    Floor(Mailbox mailbox, Speaker speaker, Playout playout) {
        this.mailbox = mailbox;
        this.speaker = speaker;
        this.playout = playout;
        long longAgo = mailbox.nanoTime() - LONG_AGO;
        turnBegan = longAgo;
        lastVoice = longAgo;
        lastAgent = longAgo;
        taken = longAgo;
    }

    /** Every frame of the caller. @param voice he speaks */
    void frame(boolean voice) {
        if (voice) {
            lastVoice = mailbox.nanoTime();
        }
        if (agentSounds()) {
            lastAgent = mailbox.nanoTime();
        }
    }

    /** The agent was interrupted. */
    void taken() {
        taken = mailbox.nanoTime();
    }

    /** The provider hears the caller begin. */
    void turnBegins() {
        turnBegan = mailbox.nanoTime();
        providerHearsSpeech = true;
    }

    /** … and pause. */
    void turnPauses() {
        providerHearsSpeech = false;
    }

    /** The voice model's provider takes what it hears now for speech. */
    boolean providerHearsSpeech() {
        return providerHearsSpeech;
    }

    /** The caller hears the agent's words about now. */
    boolean agentSounds() {
        Utterance speaking = speaker.speaking();
        return speaking != null && playout.sentMs(speaking.item) > 0 && playout.aheadMs() > 0;
    }

    /** The provider says that a turn of the caller is complete. */
    Verdict verdict() {
        long from = turnBegan - LOOKBACK;
        boolean voice = lastVoice - from >= 0;
        if (taken - from >= 0) {
            return Verdict.TAKEN;
        }
        if (agentSounds()) {
            return voice ? Verdict.SPOKEN_OVER : Verdict.NOBODY;
        }
        return voice && lastAgent - lastVoice < SPOKE_ON ? Verdict.TAKEN : Verdict.UNSURE;
    }
}
