// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import org.jspecify.annotations.Nullable;

/** The end of a call waits until its last words were heard and half a second more, but not for ever. One call, one mailbox. */
final class LastWords {
    private final Mailbox mailbox;
    private final VoiceRules rules;
    private @Nullable Utterance awaited;
    private Runnable then = () -> {};
    private Mailbox.Timer timer = Mailbox.Timer.NONE;

    LastWords(Mailbox mailbox, VoiceRules rules) {
        this.mailbox = mailbox;
        this.rules = rules;
    }

    /** All of the utterance is on its way; does this once it was heard. */
    void onceHeard(Utterance utterance, Runnable next) {
        awaited = utterance;
        then = next;
        if (utterance.over) {
            heard();
        } else {
            timer = mailbox.after(rules.markTimeout(), this::heard);
        }
    }

    void markPlayed(String name) {
        if (awaited != null && Speaker.markName(awaited.item).equals(name)) {
            heard();
        }
    }

    private void heard() {
        awaited = null;
        timer.cancel();
        timer = mailbox.after(rules.hangupDelay(), then);
    }

    void cancel() {
        awaited = null;
        timer.cancel();
    }
}
