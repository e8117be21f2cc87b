// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import java.time.Duration;

/**
 * Does the caller interrupt? A voice over the agent's pauses him at once; whether it takes the floor is decided a moment later.
 *
 * <pre>
 *  agent speaks ──a voice begins──▶ paused ──it goes on──▶ cut
 *        ▲                            └──it was a "mhm", a cough, an echo──▶ resumed ──┐
 *        └─────────────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * Frames of 20 ms, 8 kHz. One call, one thread; no allocation.
 */
public final class CutInDetector {
    private static final int FRAME_MS = 20;
    /** So softly nobody interrupts; people at other tables sound like that. */
    private static final double QUIETEST_DBOV = -42;
    /** Of the voice that made it pause, so much had passed. */
    private static final int ONSET_MS = 60;
    /** Words with a longer pause between them do not belong together. */
    private static final int LONGEST_GAP_MS = 400;

    private final long confirmMs;
    private final SpeechDetector detector = new SpeechDetector(QUIETEST_DBOV);
    private final CutInEvidence evidence = new CutInEvidence();
    private final CutInModel model = new CutInModel();
    private boolean speech;
    private boolean paused;
    private int pausedMs;
    private int voiceMs;
    private int toneMs;
    private int gapMs = LONGEST_GAP_MS;

    /** What is to be done with the agent's voice. */
    public enum Decision {
        NOTHING,
        PAUSE,
        CUT,
        RESUME
    }

    /** @param confirm voice after which the caller has the floor whatever it sounds like, pauses between words not counted */
    public CutInDetector(Duration confirm) {
        this.confirmMs = confirm.toMillis();
    }

    /** The next frame that he hears, about when he hears it; silence too. */
    public void played(short[] pcm) {
        detector.played(pcm);
    }

    /**
     * Takes the next frame from the caller.
     *
     * @param interruptible the agent speaks, and may be interrupted
     * @param othersHearSpeech another detector, a provider's, says that the caller speaks: then a steady tone is no music
     */
    public Decision next(short[] fromCaller, boolean interruptible, boolean othersHearSpeech) {
        boolean before = speech;
        speech = detector.next(fromCaller);
        boolean begins = speech && !before;
        count(fromCaller, begins);
        if (paused) {
            return weigh(othersHearSpeech);
        }
        if (!begins || !interruptible) {
            return Decision.NOTHING;
        }
        paused = true;
        pausedMs = 0;
        return Decision.PAUSE;
    }

    /** A voice that sounds already counts as one that begins now. */
    public void anew() {
        speech = false;
    }

    private void count(short[] pcm, boolean begins) {
        if (detector.sounding()) {
            if (gapMs >= LONGEST_GAP_MS) {
                forget();
            }
            voiceMs += begins ? ONSET_MS : FRAME_MS;
            toneMs += detector.steady() ? FRAME_MS : 0;
            gapMs = 0;
        } else {
            gapMs += FRAME_MS;
        }
        if (gapMs < LONGEST_GAP_MS) {
            evidence.next(pcm, detector);
        }
    }

    private Decision weigh(boolean othersHearSpeech) {
        pausedMs += FRAME_MS;
        if (takesTheFloor(othersHearSpeech)) {
            forget();
            return decided(Decision.CUT);
        }
        return speech && pausedMs < 2 * confirmMs ? Decision.NOTHING : decided(Decision.RESUME);
    }

    /** A voice, no music, that surely says more than a "mhm" or is simply long enough. */
    private boolean takesTheFloor(boolean othersHearSpeech) {
        boolean voice = othersHearSpeech || 2 * toneMs < voiceMs && model.voice(evidence);
        return detector.sounding() && voice && (voiceMs >= confirmMs || model.goesOn(evidence));
    }

    private void forget() {
        voiceMs = 0;
        toneMs = 0;
        evidence.reset();
    }

    private Decision decided(Decision decision) {
        paused = false;
        return decision;
    }

    /** Did the last frame belong to a voice, not to a pause between words? */
    public boolean sounding() {
        return detector.sounding();
    }

    /** Does the caller speak, as far as one can hear? */
    public boolean speech() {
        return speech;
    }
}
