// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.router.conversation.Opened;
import io.allo.router.speech.CallSpeech;

/** Everything of a call that makes sound or listens, made once its law is known. */
record Sound(
        CompandingLaw law,
        Playout playout,
        Speaker speaker,
        BargeIn bargeIn,
        CallerVoice callerVoice,
        CallCosts costs) {

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
        CallCosts costs = new CallCosts(mailbox, services.engine());
        CallSpeech speech = services.speech().forCall(law, costs::used);
        Speaker speaker = new Speaker(mailbox, speech, playout, law, rules.defaultLanguage(), speakerEvents);
        BargeIn bargeIn = new BargeIn(mailbox, services.engine(), speaker, playout, line.abilities(), telemetry);
        Parts parts = new Parts(playout, speaker, bargeIn, telemetry);
        return new Sound(law, playout, speaker, bargeIn, new CallerVoice(line, mailbox, law, rules, parts), costs);
    }

    /** Whose conversation it is, and with which voice it is held. */
    void opened(Opened conversation) {
        bargeIn.conversation(conversation.key());
        costs.conversation(conversation.key());
        speaker.voice(conversation.session().voice());
    }

    /** The call is over. */
    void close() {
        speaker.close();
        costs.close();
    }
}
