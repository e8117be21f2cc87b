// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import io.allo.router.conversation.Opened;
import io.allo.router.speech.CallSpeech;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything of a call that makes sound or listens, made once its law is known. */
record Sound(
        CallLine line,
        CompandingLaw law,
        Playout playout,
        Speaker speaker,
        BargeIn bargeIn,
        CallerVoice callerVoice,
        CallCosts costs,
        CallTape tape,
        CallKeypad keypad,
        Keypads keypads,
        CallerWrites writes,
        AnswerClock answers,
        Supervision supervision) {

    /** What the caller's voice may stop. */
    record Parts(Playout playout, Speaker speaker, BargeIn bargeIn, AnswerClock answers, VoiceTelemetry telemetry) {}

    static Sound prepare(
            VoiceServices services,
            Mailbox mailbox,
            CallLine line,
            VoiceTelemetry telemetry,
            CompandingLaw law,
            LongSupplier answeredAt,
            Speaker.Listener speakerEvents) {
        VoiceRules rules = services.rules();
        CallTape tape = new CallTape(mailbox, services.recorders(), law);
        AnswerClock answers = new AnswerClock(mailbox, services.engine(), telemetry);
        PlayoutTelemetry counted = new PlayoutTelemetry(mailbox, telemetry, answers, answeredAt);
        Playout playout = new Playout(line, mailbox, law, rules, tape, counted);
        CallCosts costs = new CallCosts(mailbox, services.engine());
        CallSpeech speech = services.speech().forCall(law, costs::used);
        Speaker.Listener timed = new TimedWords(answers, speakerEvents);
        Speaker speaker = new Speaker(mailbox, speech, playout, law, rules.defaultLanguage(), timed);
        BargeIn bargeIn = new BargeIn(mailbox, services.engine(), speaker, playout, line.abilities(), telemetry);
        Parts parts = new Parts(playout, speaker, bargeIn, answers, telemetry);
        return new Sound(
                line,
                law,
                playout,
                speaker,
                bargeIn,
                new CallerVoice(line, mailbox, law, rules, parts),
                costs,
                tape,
                new CallKeypad(mailbox, law, playout, speaker, rules),
                services.keypads(),
                new CallerWrites(mailbox, services.written()),
                answers,
                new Supervision(mailbox, tape, playout.second()));
    }

    /** Whose conversation it is, with which voice it is held and who gets the keys. */
    void opened(Opened conversation, int epoch, Supplier<@Nullable CallDialogue> talk) {
        keypad.serve(conversation, talk, keypads);
        writes.serve(conversation, talk);
        tape.opened(conversation, epoch);
        answers.conversation(conversation);
        bargeIn.conversation(conversation.key());
        costs.conversation(conversation.key());
        speaker.voice(conversation.session().voice(), conversation.agent().speech());
    }

    /** With which voice, and in which language, it is held from here on. @return the line's words in this language */
    Prompts spokenBy(ContactResolution agent, @Nullable SessionConfig session, VoiceRules rules) {
        String language = agent.languages().isEmpty()
                ? rules.defaultLanguage()
                : agent.languages().getFirst();
        speaker.language(language);
        if (session != null) {
            speaker.voice(session.voice(), agent.speech());
        }
        return Prompts.in(language);
    }

    /** A frame from the caller, or from whom he is put through to. @return what the dialogue may hear of it */
    AudioFrame hear(AudioFrame frame) {
        AudioFrame heard = tape.away() ? silent(frame, law) : keypad.hearable(frame);
        callerVoice.hear(heard);
        tape.caller(heard.payload());
        return heard;
    }

    /** As long as this frame, and silence. */
    static AudioFrame silent(AudioFrame frame, CompandingLaw law) {
        int ms = frame.payload().length / 8;
        return new AudioFrame(frame.sequence(), frame.item(), frame.offsetMs(), frame.concealed(), law.silence(ms));
    }

    /** What the far end says of what it played. */
    void told(StreamMessage message) {
        switch (message) {
            case StreamMessage.Cleared cleared -> bargeIn.cleared(cleared.item(), cleared.playedMs());
            case StreamMessage.AnswerHeard heard -> answers.heard(heard.item(), heard.waitedMs());
            default -> {} // connected, heartbeat; the rest is not for a router
        }
    }

    /** Notes when an utterance begins to sound. */
    private record TimedWords(AnswerClock answers, Speaker.Listener next) implements Speaker.Listener {
        @Override
        public void ready(Utterance utterance) {
            if (!utterance.over) { // an empty one sounds never
                answers.firstSound(utterance);
            }
            next.ready(utterance);
        }

        @Override
        public void sent(Utterance utterance) {
            next.sent(utterance);
        }
    }

    /** The call is over. */
    void close() {
        keypad.close();
        writes.close();
        answers.close();
        speaker.close();
        costs.close();
        supervision.close();
        tape.close();
    }
}
