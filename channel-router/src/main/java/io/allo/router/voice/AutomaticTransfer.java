// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.session.SessionConfig;
import io.allo.router.conversation.CallerNumber;
import io.allo.router.conversation.Opened;
import io.allo.router.voice.Utterance.Afterwards;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The business wants its calls put through to a person: the caller is handed over at once, and no model hears of him. Only who
 * does not get there talks with the agent. One call, one mailbox.
 */
final class AutomaticTransfer implements CallDialogue {
    private final DialogueParts parts;
    private final Afterwards.Transfer transfer;
    private final Supplier<CallDialogue> agent;
    private @Nullable CallDialogue talk;
    private boolean toldWhy;

    /** @param agent who talks with a caller that comes back */
    AutomaticTransfer(DialogueParts parts, Afterwards.Transfer transfer, Supplier<CallDialogue> agent) {
        this.parts = parts;
        this.transfer = transfer;
        this.agent = agent;
    }

    /** @return where to, null: this conversation is the agent's, or another worker has begun it */
    static Afterwards.@Nullable Transfer of(Opened conversation) {
        SessionConfig session = conversation.session();
        String number = session.transferPhoneNumber();
        boolean wanted = session.transferAutomatic() && session.transferEnabled() && conversation.fresh();
        if (!wanted || number == null || number.isBlank()) {
            return null;
        }
        String e164 = CallerNumber.toE164(number, conversation.agent().region());
        return e164 == null ? null : new Afterwards.Transfer(e164, null);
    }

    @Override
    public void greet() {
        parts.speaker()
                .say("", Utterance.Kind.PROMPT, new Afterwards.Listen()); // nothing to wait for: answered at once
        parts.speaker().afterAll(transfer);
    }

    /** The reason was heard: now the agent begins as in any other call. */
    @Override
    public void callersTurn() {
        if (talk != null) {
            talk.callersTurn();
        } else if (toldWhy) {
            CallDialogue begun = agent.get();
            talk = begun;
            begun.answered();
            begun.greet();
        }
    }

    @Override
    public void takenBack(String words) {
        if (talk != null) {
            talk.takenBack(words);
        } else {
            toldWhy = true;
            parts.speaker().say(words, Utterance.Kind.PROMPT, new Afterwards.Listen());
        }
    }

    @Override
    public void endWith(String words, EndReason reason) {
        if (talk != null) {
            talk.endWith(words, reason);
        } else {
            parts.speaker().say(words, Utterance.Kind.LAST_WORDS, new Afterwards.HangUp(reason));
        }
    }

    @Override
    public boolean quiet() {
        return talk != null && talk.quiet();
    }

    @Override
    public void tell(String words) {
        if (talk != null) {
            talk.tell(words);
        }
    }

    @Override
    public void written(String words) {
        if (talk != null) {
            talk.written(words);
        }
    }

    @Override
    public void audio(AudioFrame frame) {
        if (talk != null) {
            talk.audio(frame);
        }
    }

    @Override
    public void key(char key) {
        if (talk != null) {
            talk.key(key);
        }
    }

    @Override
    public void hold(boolean on) {
        if (talk != null) {
            talk.hold(on);
        }
    }

    @Override
    public String collecting(boolean on) {
        return talk == null ? "" : talk.collecting(on);
    }

    @Override
    public void close() {
        if (talk != null) {
            talk.close();
        }
    }
}
