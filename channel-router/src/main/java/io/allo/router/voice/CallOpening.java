// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.session.PrivacySettings;
import io.allo.router.consent.Notices;
import io.allo.router.conversation.Consent;
import io.allo.router.conversation.Opened;
import io.allo.router.speech.SpeechRecognizer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the dialogue of a call: the caller is told that he talks to an AI, and told or asked whether the call may be
 * kept. The line says it itself, so that no model can leave it out, and nothing cuts it; the agent's greeting is prepared meanwhile
 * and follows, after the caller's answer where there is a question. One call, one mailbox.
 */
final class CallOpening {
    private static final Logger LOG = Logger.getLogger(CallOpening.class);

    private final Sound sound;
    private final DialogueParts parts;
    private final Opened conversation;
    private final String words;
    private final @Nullable ConsentQuestion question;
    private final @Nullable FirstVoice firstVoice;
    private boolean said;
    private boolean sent;

    private CallOpening(
            Sound sound,
            DialogueParts parts,
            Opened conversation,
            boolean begins,
            boolean talks,
            @Nullable FirstVoice firstVoice) {
        this.firstVoice = firstVoice;
        PrivacySettings privacy = conversation.agent().privacy();
        Notices notices = Notices.in(sound.speaker().language());
        String iAm = begins && privacy.aiDisclosure() ? notices.iAm(conversation) + " " : "";
        boolean undecided = talks && conversation.consent() == null;
        this.sound = sound;
        this.parts = parts;
        this.conversation = conversation;
        this.words = (iAm + (undecided ? notices.about(privacy.consent()) : "")).strip();
        this.question = undecided && asks(privacy.consent()) ? question(privacy.consent()) : null;
    }

    /**
     * Who was asked and has not answered before his worker was lost is asked again.
     *
     * @param heardBefore the caller has talked in this call: with another worker, or before a transfer
     * @param firstVoice listens to whoever answered a call of ours, null for every other call
     */
    static CallOpening of(
            Sound sound,
            DialogueParts parts,
            Opened conversation,
            boolean heardBefore,
            @Nullable FirstVoice firstVoice) {
        boolean talks = AutomaticTransfer.of(conversation) == null; // else he is put through to a person
        return new CallOpening(sound, parts, conversation, talks && !heardBefore, talks, firstVoice);
    }

    private static boolean asks(PrivacySettings.Consent policy) {
        return policy == PrivacySettings.Consent.OPT_IN || policy == PrivacySettings.Consent.OPT_OUT;
    }

    private ConsentQuestion question(PrivacySettings.Consent policy) {
        var call = new SpeechRecognizer.Call(
                conversation.conversationId(),
                sound.speaker().language(),
                sound.law(),
                conversation.agent().speech());
        return new ConsentQuestion(parts, call, sound.costs(), policy, this::decided);
    }

    /** This dialogue, after the opening. */
    CallDialogue before(CallDialogue dialogue) {
        CallDialogue behind = words.isEmpty() ? dialogue : new Behind(dialogue);
        return firstVoice == null ? behind : firstVoice.before(behind);
    }

    private void say() {
        if (!said) {
            said = true;
            sound.speaker().open(words, this::sent);
        }
    }

    private void sent() {
        sent = true;
        if (question != null) {
            question.asked(sound.playout().aheadMs());
        } else if (conversation.agent().privacy().consent() == PrivacySettings.Consent.ANNOUNCE) {
            decided(new Consent(
                    Consent.Decision.TOLD, Consent.Way.NOTICE, parts.clock().instant()));
        }
        endIfDecided();
    }

    private void decided(Consent consent) {
        parts.engine()
                .consented(conversation.key(), consent)
                .subscribe()
                .with(
                        done -> parts.mailbox().execute(() -> sound.tape().decided(consent)),
                        failure -> LOG.errorf(
                                "conversation %s: the caller's decision is lost, nothing is kept: %s",
                                conversation.conversationId(), failure.toString()));
        endIfDecided();
    }

    private void endIfDecided() {
        if (sent && (question == null || !question.open())) {
            sound.playout().endOpening();
        }
    }

    /** A dialogue behind the opening: it is prepared, and hears nothing of what the caller says into the notice. */
    private final class Behind implements CallDialogue {
        private final CallDialogue dialogue;

        Behind(CallDialogue dialogue) {
            this.dialogue = dialogue;
        }

        @Override
        public void greet() {
            say();
            dialogue.greet();
        }

        @Override
        public void answered() {
            dialogue.answered();
        }

        @Override
        public void audio(AudioFrame frame) {
            if (question != null) {
                question.hear(frame.payload());
            }
            dialogue.audio(sound.playout().opening() ? Sound.silent(frame, sound.law()) : frame);
        }

        @Override
        public void key(char key) {
            if (question != null && question.open()) {
                question.key(key);
            } else {
                dialogue.key(key);
            }
        }

        @Override
        public void callersTurn() {
            dialogue.callersTurn();
        }

        @Override
        public void takenBack(String words) {
            dialogue.takenBack(words);
        }

        @Override
        public void endWith(String words, EndReason reason) {
            dialogue.endWith(words, reason);
        }

        @Override
        public boolean quiet() {
            return !sound.playout().opening() && dialogue.quiet();
        }

        @Override
        public void tell(String words) {
            dialogue.tell(words);
        }

        @Override
        public void written(String words) {
            dialogue.written(words);
        }

        @Override
        public void hold(boolean on) {
            dialogue.hold(on);
        }

        @Override
        public String collecting(boolean on) {
            return dialogue.collecting(on);
        }

        @Override
        public void close() {
            if (question != null) {
                question.close();
            }
            dialogue.close();
        }
    }
}
