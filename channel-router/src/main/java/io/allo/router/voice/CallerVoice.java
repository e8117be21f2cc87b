// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.audio.SpeechDetector;
import io.allo.contracts.media.AudioFrame;
import java.time.Duration;

/**
 * Barge-in by voice, decided here and not by a provider, whose detector is a network away and knows nothing of what the caller
 * hears.
 *
 * <pre>
 *  agent speaks ──a voice begins──▶ paused ──it goes on──▶ cut: the caller has the floor
 *        ▲                            └──it was a "mhm", a cough, an echo──▶ resumed where it stopped ──┐
 *        └──────────────────────────────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * One call, one mailbox.
 */
final class CallerVoice {
    private static final int FRAME_MS = 20;

    private final Mailbox mailbox;
    private final CallLine line;
    private final Playout playout;
    private final Speaker speaker;
    private final BargeIn bargeIn;
    private final Floor floor;
    private final AnswerClock answers;
    private final CompandingLaw law;
    private final VoiceRules rules;
    private final VoiceTelemetry telemetry;
    private final SpeechDetector detector = new SpeechDetector();
    private boolean speech;
    private boolean paused;
    private int elapsedMs;
    private int soundingMs;

    CallerVoice(CallLine line, Mailbox mailbox, CompandingLaw law, VoiceRules rules, Sound.Parts sound) {
        this.line = line;
        this.mailbox = mailbox;
        this.law = law;
        this.rules = rules;
        this.playout = sound.playout();
        this.speaker = sound.speaker();
        this.bargeIn = sound.bargeIn();
        this.floor = bargeIn.floor();
        this.answers = sound.answers();
        this.telemetry = sound.telemetry();
    }

    /** A frame from the caller; others than of 20 ms are no voice. */
    void hear(AudioFrame frame) {
        if (frame.payload().length != CompandingLaw.FRAME_BYTES) {
            return;
        }
        boolean before = speech;
        speech = detector.next(law.decode(frame.payload()), playout.soundingDbov());
        floor.frame(speech);
        bargeIn.callerSounds(detector.sounding());
        if (detector.sounding()) {
            answers.voiced();
        }
        if (paused) {
            weigh();
        } else if (speech && !before) {
            begins();
        }
    }

    private void begins() {
        Utterance speaking = speaker.speaking();
        if (playout.opening() || !bargeIn.listens() || speaking == null || !speaking.interruptible()) {
            return;
        }
        long from = mailbox.nanoTime();
        paused = true;
        elapsedMs = 0;
        soundingMs = 0;
        if (line.abilities().pauses()) {
            line.pause();
            playout.pause();
        }
        telemetry.bargeIn(Duration.ofNanos(mailbox.nanoTime() - from));
    }

    private void weigh() {
        elapsedMs += FRAME_MS;
        if (detector.sounding()) {
            soundingMs += FRAME_MS;
        }
        if (!speech) {
            resume();
        } else if (elapsedMs >= rules.bargeInConfirm().toMillis()) {
            if (soundingMs >= elapsedMs / 2 && detector.sounding()) {
                confirm();
            } else if (elapsedMs >= 2 * rules.bargeInConfirm().toMillis()) {
                resume();
            }
        }
    }

    private void confirm() {
        paused = false;
        playout.resume();
        telemetry.bargeInDecided(true);
        bargeIn.interrupt();
        if (line.abilities().pauses()) {
            line.resume(); // what was held is cleared; what comes next has to sound
        }
    }

    private void resume() {
        paused = false;
        telemetry.bargeInDecided(false);
        if (line.abilities().pauses()) {
            line.resume();
        }
        playout.resume();
    }
}
