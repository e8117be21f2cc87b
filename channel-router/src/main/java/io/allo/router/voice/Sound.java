// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;

/** Everything of a call that makes sound or listens, made once its law is known. */
record Sound(CompandingLaw law, Playout playout, Speaker speaker, BargeIn bargeIn, CallerVoice callerVoice) {

    /** What the caller's voice may stop. */
    record Parts(Playout playout, Speaker speaker, BargeIn bargeIn, VoiceTelemetry telemetry) {}

    static Sound prepare(
            VoiceServices services,
            Mailbox mailbox,
            CallLine line,
            VoiceTelemetry telemetry,
            CompandingLaw law,
            Playout.Listener playoutEvents,
            Speaker.Listener speakerEvents) {
        VoiceRules rules = services.rules();
        Playout playout = new Playout(line, mailbox, law, rules, playoutEvents);
        Speaker speaker = new Speaker(mailbox, services.speech(), playout, law, rules.defaultLanguage(), speakerEvents);
        BargeIn bargeIn = new BargeIn(mailbox, services.engine(), speaker, playout, line.abilities(), telemetry);
        Parts parts = new Parts(playout, speaker, bargeIn, telemetry);
        return new Sound(law, playout, speaker, bargeIn, new CallerVoice(line, mailbox, law, rules, parts));
    }
}
