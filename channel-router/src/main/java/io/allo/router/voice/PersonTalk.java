// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.ConversationLog.Role;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.UserTurn;
import io.allo.router.speech.Listening;
import io.allo.router.speech.SpeechEvent;
import io.allo.router.speech.SpeechRecognizer;
import io.allo.router.voice.Supervision.Person;
import io.allo.router.voice.Utterance.Afterwards;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A person of the business talks with the caller. What both say is transcribed where a recogniser is configured, so that the record has
 * it and the agent knows it afterwards. One call, one mailbox.
 */
final class PersonTalk {
    private static final int LONGEST = 2_000;

    private final DialogueParts parts;
    private final Opened conversation;
    private final RecordSteps steps;
    private final CallCosts costs;
    private final String id = UUID.randomUUID().toString();
    private final Transcript caller = new Transcript(this::callerSaid);
    private final Transcript person = new Transcript(this::personSaid);
    private int turns;
    private boolean closed;

    PersonTalk(DialogueParts parts, Opened conversation, Person who, RecordSteps steps) {
        this.parts = parts;
        this.conversation = conversation;
        this.steps = steps;
        this.costs = new CallCosts(parts.mailbox(), parts.engine());
        costs.conversation(conversation.key());
    }

    /** One side's voice on its way to words. */
    private final class Transcript {
        private final Consumer<String> said;
        private final StringBuilder words = new StringBuilder();
        private @Nullable Listening listening;

        Transcript(Consumer<String> said) {
            this.said = said;
        }

        void hear(byte[] g711) {
            if (closed) {
                return;
            }
            Listening open = listening;
            if (open == null) {
                var call = new SpeechRecognizer.Call(
                        conversation.conversationId(),
                        parts.speaker().language(),
                        parts.law(),
                        conversation.agent().speech());
                open = parts.recognizer().open(call, event -> parts.mailbox().execute(() -> event(event)));
                listening = open;
            }
            open.hear(g711);
        }

        private void event(SpeechEvent event) {
            switch (event) {
                case SpeechEvent.Used used -> costs.used(used.usage());
                case SpeechEvent.Final more -> {
                    if (words.length() < LONGEST) {
                        words.append(words.isEmpty() ? "" : " ").append(more.text());
                    }
                }
                case SpeechEvent.UtteranceEnd end -> flush();
                case SpeechEvent.Lost lost -> {
                    flush();
                    listening = Listening.DEAF;
                }
                case SpeechEvent.SpeechStarted _, SpeechEvent.Partial _ -> {}
            }
        }

        private void flush() {
            if (!words.isEmpty()) {
                said.accept(words.toString());
                words.setLength(0);
            }
        }

        void close() {
            flush();
            if (listening != null) {
                listening.close();
            }
        }
    }

    /** The caller's voice. */
    void hears(byte[] g711) {
        caller.hear(g711);
    }

    /** The person's. */
    void speaks(byte[] g711) {
        person.hear(g711);
    }

    private void callerSaid(String words) {
        String turn = "person-" + id + "-" + ++turns;
        UserTurn heard =
                new UserTurn(turn, UserTurn.Input.SPEECH, words, parts.clock().instant(), parts.epoch());
        steps.add(() -> parts.engine().heard(conversation.key(), heard));
    }

    private void personSaid(String words) {
        String turn = "person-" + id + "-" + ++turns;
        steps.add(() -> parts.engine().wrote(conversation.key(), turn, Role.HUMAN, words));
    }

    /** He writes, and the line says it. */
    void writes(String words) {
        personSaid(words);
        parts.speaker().sayOn(words);
    }

    /** The line has something to say itself. */
    void line(String words) {
        steps.add(() -> parts.engine().said(conversation.key(), words));
        parts.speaker().say(words, Utterance.Kind.PROMPT, new Afterwards.Listen());
    }

    void end(String words, EndReason reason) {
        close();
        steps.add(() -> parts.engine().said(conversation.key(), words));
        parts.speaker().say(words, Utterance.Kind.LAST_WORDS, new Afterwards.HangUp(reason));
    }

    void close() {
        if (!closed) {
            caller.close();
            person.close();
            closed = true;
            costs.close();
        }
    }
}
