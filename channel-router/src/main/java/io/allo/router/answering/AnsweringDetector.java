// SPDX-License-Identifier: Apache-2.0
package io.allo.router.answering;

import io.allo.audio.AudioLevel;
import io.allo.audio.BeepDetector;
import io.allo.audio.SpeechDetector;

/**
 * Person or machine, frame by frame. A person says a word or two and waits; a machine talks on, and beeps.
 *
 * <pre>
 *  LISTENING ── a short greeting, then a pause ──▶ HUMAN  ─┐ a beep within the first seconds all the same:
 *      │     ── nobody says anything ────────────▶ UNKNOWN ┤ MACHINE, RECORDS
 *      └── talks without a pause, machine's words, a beep ─▶ MACHINE ── beep, or its greeting is over ──▶ RECORDS
 * </pre>
 *
 * Frames of 20 ms, 8 kHz. One call, one thread.
 */
public final class AnsweringDetector {
    private static final int FRAME_MS = 20;
    /** Nobody greets more quietly: what is below is a line's hum or another room. */
    private static final double QUIETEST_DBOV = -40;
    /** The longest stop within a word. */
    private static final int STOP_MS = 300;
    /** A machine whose beep was not heard: its greeting is over after this silence. */
    private static final int NO_BEEP_MS = 2500;
    /** How long after a person's greeting a beep still tells that he was none. */
    private static final int LATE_MS = 20_000;

    private final AnsweringRules rules;
    private final SpeechDetector voice = new SpeechDetector();
    private final BeepDetector beeps = new BeepDetector();
    private Verdict verdict = Verdict.LISTENING;
    private int elapsedMs;
    private int spokenMs;
    private int quietMs;
    private int unheardMs;

    /** What is known by now. */
    public enum Verdict {
        LISTENING,
        HUMAN,
        /** Nobody said anything. */
        UNKNOWN,
        /** Its greeting is not over. */
        MACHINE,
        /** A machine that listens now. */
        RECORDS
    }

    public AnsweringDetector(AnsweringRules rules) {
        this.rules = rules;
    }

    /** Takes the next frame of whoever answered. @param weSound what is heard may be our own echo */
    public Verdict next(short[] frame, boolean weSound) {
        elapsedMs += FRAME_MS;
        boolean beep = beeps.next(frame);
        unheardMs = AudioLevel.dbov(frame) > QUIETEST_DBOV ? 0 : unheardMs + FRAME_MS;
        boolean speaks = voice.next(frame) && unheardMs < STOP_MS;
        if (speaks) {
            spokenMs += quietMs + FRAME_MS; // from the first word to this one
            quietMs = 0;
        } else if (spokenMs > 0) {
            quietMs += FRAME_MS;
        }
        verdict = switch (verdict) {
            case LISTENING -> beep ? Verdict.RECORDS : judge();
            case HUMAN, UNKNOWN -> beep && !weSound && elapsedMs < LATE_MS ? Verdict.RECORDS : verdict;
            case MACHINE -> beep || over() ? Verdict.RECORDS : Verdict.MACHINE;
            case RECORDS -> Verdict.RECORDS;
        };
        return verdict;
    }

    /** Whoever answered said this. */
    public Verdict heard(String words) {
        if (verdict == Verdict.LISTENING && MachineWords.in(words)) {
            verdict = Verdict.MACHINE;
        }
        return verdict;
    }

    /** No sound comes at all. */
    public Verdict silent() {
        if (verdict == Verdict.LISTENING && spokenMs == 0) {
            verdict = Verdict.UNKNOWN;
        }
        return verdict;
    }

    private Verdict judge() {
        if (spokenMs >= rules.greeting().toMillis()) {
            return Verdict.MACHINE;
        }
        if (spokenMs > 0 && quietMs >= rules.pause().toMillis()) {
            return Verdict.HUMAN;
        }
        return spokenMs == 0 && elapsedMs >= rules.silence().toMillis() ? Verdict.UNKNOWN : Verdict.LISTENING;
    }

    private boolean over() {
        return quietMs >= NO_BEEP_MS || elapsedMs >= rules.patience().toMillis();
    }
}
