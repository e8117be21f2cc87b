// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.media.AudioFrame;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.Opened;
import io.allo.router.speech.Listening;
import io.allo.router.speech.SpeechEvent;
import io.allo.router.speech.SpeechRecognizer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens to one caller: frames into the recogniser, out of it whole turns. The recogniser is reached with the first frame, because
 * it wants audio soon after it is opened and the telephone may ring for long. Whether a voice stops the agent is decided by {@link
 * CallerVoice}, which is quicker. While he is muted the recogniser gets silence, so that its time goes on, and nothing that it says
 * counts. One call, one mailbox.
 */
final class Ears {
    private static final Logger LOG = Logger.getLogger(Ears.class);

    private static final int BYTES_PER_MS = 8;

    private final Mailbox mailbox;
    private final SpeechRecognizer recognizer;
    private final SpeechRecognizer.Call call;
    private final BargeIn bargeIn;
    private final CallCosts costs;
    private final AnswerClock answers;
    private final Owner owner;
    private final AnswerAhead ahead;
    private final LikelyTurn likely;
    private final EndOfTurn endOfTurn;
    private final CompandingLaw law;
    private @Nullable Listening listening;
    private boolean muted;
    private boolean closed;

    /** Told in the mailbox. */
    interface Owner {
        /** The caller begins to speak, or goes on. */
        void speaks();

        /** All that he said in one go. */
        void said(String turn);

        /** Nothing is heard any more. */
        void deaf();
    }

    Ears(DialogueParts parts, Opened conversation, ListeningRules rules, Owner owner, AnswerAhead ahead) {
        String language = parts.speaker().language();
        this.mailbox = parts.mailbox();
        this.bargeIn = parts.bargeIn();
        this.recognizer = parts.recognizer();
        this.law = parts.law();
        this.call = new SpeechRecognizer.Call(
                conversation.conversationId(),
                language,
                law,
                conversation.agent().speech());
        this.costs = new CallCosts(mailbox, parts.engine());
        this.costs.conversation(conversation.key());
        this.answers = parts.answers();
        this.owner = owner;
        this.ahead = ahead;
        this.likely = new LikelyTurn(rules, language, ahead::begin, ahead::drop);
        this.endOfTurn = new EndOfTurn(mailbox, rules, language, this::settle, owner::said, likely);
    }

    void hear(AudioFrame frame) {
        if (listening == null) {
            listening = recognizer.open(call, event -> mailbox.execute(() -> event(event)));
            if (!muted && !listening.equals(Listening.DEAF)) {
                bargeIn.listen(bargeIn::cut);
            }
        }
        byte[] payload = frame.payload();
        listening.hear(muted ? law.silence(payload.length / BYTES_PER_MS) : payload);
        likely.frame(!muted && bargeIn.callerSounds());
    }

    /** A tool may decide that the caller is unheard until the agent's words are over. */
    void toolDone(AgentEvent.ToolFinished done) {
        if (done.mutesCaller() && !muted) {
            muted = true;
            bargeIn.deaf();
            forget();
        }
    }

    boolean muted() {
        return muted;
    }

    /** He is heard again. */
    void unmute() {
        if (muted && listening != null && !listening.equals(Listening.DEAF)) {
            bargeIn.listen(bargeIn::cut);
        }
        muted = false;
    }

    /** What he said until now counts no more: he uses the keys. */
    void forget() {
        endOfTurn.forget();
        ahead.drop();
    }

    /** The caller is in the middle of something. */
    boolean busy() {
        return endOfTurn.begun();
    }

    void close() {
        closed = true;
        bargeIn.deaf();
        forget();
        if (listening != null) {
            listening.close();
        }
        costs.close();
    }

    private void settle() {
        if (listening != null) {
            listening.finish();
        }
    }

    private void event(SpeechEvent event) {
        if (event instanceof SpeechEvent.Used used) {
            costs.used(used.usage());
            return;
        }
        if (closed) {
            return;
        }
        if (muted && !(event instanceof SpeechEvent.Lost)) {
            return;
        }
        switch (event) {
            case SpeechEvent.SpeechStarted started -> {
                owner.speaks();
                endOfTurn.voice();
            }
            case SpeechEvent.Partial partial -> {
                owner.speaks();
                endOfTurn.maybe(partial.text());
            }
            case SpeechEvent.Final words -> {
                answers.transcribed();
                owner.speaks();
                endOfTurn.words(words.text());
            }
            case SpeechEvent.UtteranceEnd end -> endOfTurn.pause();
            case SpeechEvent.Used used -> {}
            case SpeechEvent.Lost lost -> {
                LOG.warnf("conversation %s: nothing is heard any more: %s", call.conversation(), lost.why());
                listening = Listening.DEAF;
                bargeIn.deaf();
                owner.deaf();
            }
        }
    }
}
