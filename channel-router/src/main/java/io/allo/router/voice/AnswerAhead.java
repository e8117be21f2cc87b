// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.PreparedAnswer;
import io.allo.router.conversation.UserTurn;
import io.allo.router.conversation.UserTurn.Input;
import io.allo.router.speech.SentenceSplitter;
import io.allo.router.voice.VoiceTelemetry.Ahead;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer to what the caller has probably said, made ready while it is not sure yet that he has finished: the model is asked, and
 * the first sentence synthesised.
 *
 * <pre>
 *   {@link LikelyTurn} ──▶ begin ──▶ model ──▶ first sentence ──▶ held
 *                            │ the same words were said: the turn takes it over, and it sounds at once
 *                            └ he went on, pressed a key, hung up: dropped, as if it had never been
 * </pre>
 *
 * One call, one mailbox.
 */
final class AnswerAhead {
    private static final String NO_TURN = "ahead";

    private final Mailbox mailbox;
    private final ConversationEngine engine;
    private final ConversationKey key;
    private final Speaker speaker;
    private final BargeIn bargeIn;
    private final DialogueParts parts;
    private final BooleanSupplier awaited;
    private @Nullable Guess current;

    /** @param awaited is it the caller's turn to speak? */
    AnswerAhead(DialogueParts parts, ConversationKey key, BooleanSupplier awaited) {
        this.parts = parts;
        this.mailbox = parts.mailbox();
        this.engine = parts.engine();
        this.speaker = parts.speaker();
        this.bargeIn = parts.bargeIn();
        this.key = key;
        this.awaited = awaited;
    }

    /** He has probably said this. */
    void begin(String words) {
        drop();
        if (!awaited.getAsBoolean() || speaker.speaking() != null || SpokenEnding.sayNothing(words)) {
            return;
        }
        Guess guess = new Guess(words);
        current = guess;
        bargeIn.afterReport(guess::ask);
    }

    /** He goes on, or does something else. */
    void drop() {
        Guess wrong = current;
        current = null;
        if (wrong != null) {
            wrong.drop();
        }
    }

    /** The engine's answer to this turn: the prepared one where it fits. */
    Multi<AgentEvent> turn(UserTurn turn) {
        Guess guess = current;
        current = null;
        if (guess == null) {
            return engine.userTurn(key, turn);
        }
        PreparedAnswer answer = guess.answer;
        boolean fits = answer != null && PreparedAnswer.sameWords(guess.words, turn.text());
        guess.over(fits ? Ahead.USED : Ahead.DISCARDED);
        return answer == null ? engine.userTurn(key, turn) : engine.userTurn(key, turn, answer);
    }

    /** One answer that may be wanted. */
    private final class Guess {
        private final String words;
        private final SentenceSplitter text = new SentenceSplitter();
        private boolean sentence;
        private boolean begun;
        private boolean over;
        private @Nullable PreparedAnswer answer;

        Guess(String words) {
            this.words = words;
        }

        void ask() {
            if (over) {
                return;
            }
            begun = true;
            parts.answers().ahead(Ahead.STARTED);
            UserTurn turn =
                    new UserTurn(NO_TURN, Input.SPEECH, words, parts.clock().instant(), parts.epoch());
            engine.prepare(key, turn, event -> mailbox.execute(() -> event(event)))
                    .subscribe()
                    .with(prepared -> mailbox.execute(() -> asked(prepared)), nothing -> {});
        }

        private void asked(PreparedAnswer prepared) {
            if (over) {
                prepared.drop();
            } else {
                answer = prepared;
            }
        }

        private void event(ChatModel.Event event) {
            if (over || sentence) {
                return;
            }
            switch (event) {
                case ChatModel.Event.Text piece -> hold(text.add(piece.delta()));
                case ChatModel.Event.Done done -> hold(text.finish());
                case ChatModel.Event.ToolCall call -> {}
                case ChatModel.Event.Used used -> {}
            }
        }

        private void hold(List<String> sentences) {
            if (!sentences.isEmpty()) {
                sentence = true;
                speaker.prepare(sentences.getFirst());
            }
        }

        void over(Ahead how) {
            over = true;
            if (begun) {
                parts.answers().ahead(how);
            }
        }

        void drop() {
            over(Ahead.DISCARDED);
            speaker.forgetPrepared();
            if (answer != null) {
                answer.drop();
            }
        }
    }
}
