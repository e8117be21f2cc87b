// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;

/** Everything of a call that makes sound, made once its law is known. */
record Sound(CompandingLaw law, Playout playout, Speaker speaker, BargeIn bargeIn) {

    static Sound prepare(
            VoiceServices services,
            Mailbox mailbox,
            CallLine line,
            VoiceTelemetry telemetry,
            CompandingLaw law,
            Playout.Listener playoutEvents,
            Speaker.Listener speakerEvents) {
        Playout playout = new Playout(line, mailbox, law, services.rules(), playoutEvents);
        String language = services.rules().defaultLanguage();
        Speaker speaker = new Speaker(mailbox, services.speech(), playout, law, language, speakerEvents);
        BargeIn bargeIn = new BargeIn(mailbox, services.engine(), speaker, playout, line.abilities(), telemetry);
        return new Sound(law, playout, speaker, bargeIn);
    }
}
