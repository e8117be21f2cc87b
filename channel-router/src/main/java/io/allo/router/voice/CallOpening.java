// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.router.consent.Notices;
import io.allo.router.conversation.Opened;
import java.util.Optional;

/**
 * What stands before the dialogue of a call: the caller is told that he talks to an AI. The line says it itself, so that no model
 * can leave it out, and nothing cuts it; the agent's greeting is prepared meanwhile and follows. One call, one mailbox.
 */
final class CallOpening {
    private final Sound sound;
    private final Optional<String> notice;
    private boolean said;

    private CallOpening(Sound sound, Optional<String> notice) {
        this.sound = sound;
        this.notice = notice;
    }

    /** @param heardBefore the caller has talked in this call: with another worker, or before a transfer */
    static CallOpening of(Sound sound, Opened conversation, boolean heardBefore) {
        boolean talks = AutomaticTransfer.of(conversation) == null; // else he is put through to a person
        boolean due = talks && !heardBefore && conversation.agent().privacy().aiDisclosure();
        return new CallOpening(
                sound, due ? Optional.of(Notices.in(sound.speaker().language()).iAm(conversation)) : Optional.empty());
    }

    /** This dialogue, after the opening. */
    CallDialogue before(CallDialogue dialogue) {
        return notice.isPresent() ? new Behind(dialogue) : dialogue;
    }

    private void say(String words) {
        if (!said) {
            said = true;
            sound.speaker().open(words, sound.playout()::endOpening);
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
            notice.ifPresent(CallOpening.this::say);
            dialogue.greet();
        }

        @Override
        public void answered() {
            dialogue.answered();
        }

        @Override
        public void audio(AudioFrame frame) {
            dialogue.audio(sound.playout().opening() ? silent(frame) : frame);
        }

        private AudioFrame silent(AudioFrame frame) {
            int ms = frame.payload().length / 8;
            return new AudioFrame(
                    frame.sequence(),
                    frame.item(),
                    frame.offsetMs(),
                    frame.concealed(),
                    sound.law().silence(ms));
        }

        @Override
        public void key(char key) {
            dialogue.key(key);
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
        public void timeUp() {
            dialogue.timeUp();
        }

        @Override
        public void hold(boolean on) {
            dialogue.hold(on);
        }

        @Override
        public void close() {
            dialogue.close();
        }
    }
}
