// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.audio.CutInDetector;
import io.allo.audio.CutInDetector.Decision;
import io.allo.contracts.media.AudioFrame;
import java.time.Duration;

/**
 * Barge-in by voice, decided here ({@link CutInDetector}) and not by a provider, whose detector is a network away and knows nothing
 * of what the caller hears. One call, one mailbox.
 */
final class CallerVoice {
    private final Mailbox mailbox;
    private final CallLine line;
    private final Playout playout;
    private final Speaker speaker;
    private final BargeIn bargeIn;
    private final Floor floor;
    private final AnswerClock answers;
    private final CompandingLaw law;
    private final VoiceTelemetry telemetry;
    private final CutInDetector detector;
    private boolean kept;
    private final short[] silence = new short[CompandingLaw.FRAME_BYTES];

    CallerVoice(CallLine line, Mailbox mailbox, CompandingLaw law, VoiceRules rules, Sound.Parts sound) {
        this.line = line;
        this.mailbox = mailbox;
        this.law = law;
        this.playout = sound.playout();
        this.speaker = sound.speaker();
        this.bargeIn = sound.bargeIn();
        this.floor = bargeIn.floor();
        this.answers = sound.answers();
        this.telemetry = sound.telemetry();
        this.detector = new CutInDetector(rules.bargeInConfirm());
    }

    /** A frame from the caller; others than of 20 ms are no voice. */
    void hear(AudioFrame frame) {
        if (frame.payload().length != CompandingLaw.FRAME_BYTES) {
            return;
        }
        played();
        afterKept();
        Decision decision = detector.next(law.decode(frame.payload()), interruptible(), floor.providerHearsSpeech());
        floor.frame(detector.speech());
        bargeIn.callerSounds(detector.sounding());
        if (detector.sounding()) {
            answers.voiced();
        }
        switch (decision) {
            case NOTHING -> {}
            case PAUSE -> pause();
            case CUT -> cut();
            case RESUME -> resume();
        }
    }

    /** What he hears meanwhile: where nothing is played, silence. */
    private void played() {
        byte[] sounding = playout.sounding();
        if (sounding == null && playout.aheadMs() == 0) {
            detector.played(silence);
        }
        while (sounding != null) {
            detector.played(law.decode(sounding));
            sounding = playout.sounding();
        }
    }

    /** Who began to speak over a sentence that is not cut, and still speaks, interrupts the next one. */
    private void afterKept() {
        boolean before = kept;
        kept = bargeIn.keeps();
        if (before && !kept) {
            detector.anew();
        }
    }

    private boolean interruptible() {
        Utterance speaking = speaker.speaking();
        return !playout.opening()
                && bargeIn.listens()
                && speaking != null
                && speaking.interruptible()
                && !bargeIn.keeps();
    }

    private void pause() {
        long from = mailbox.nanoTime();
        if (line.abilities().pauses()) {
            line.pause();
            playout.pause();
        }
        telemetry.bargeIn(Duration.ofNanos(mailbox.nanoTime() - from));
    }

    private void cut() {
        if (!interruptible()) {
            resume(); // last words have begun meanwhile, or all was said
            return;
        }
        playout.resume();
        telemetry.bargeInDecided(true);
        bargeIn.interrupt();
        if (line.abilities().pauses()) {
            line.resume(); // what was held is cleared; what comes next has to sound
        }
    }

    private void resume() {
        telemetry.bargeInDecided(false);
        if (line.abilities().pauses()) {
            line.resume();
        }
        playout.resume();
    }
}
