// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.Opened;
import java.util.function.IntConsumer;

/** Watches the caller's silence: he is asked some times, then given up. One call, one mailbox. */
final class CallerSilence {
    private final Mailbox mailbox;
    private final VoiceRules rules;
    private final IntConsumer ask;
    private final Runnable giveUp;
    private Mailbox.Timer timer = Mailbox.Timer.NONE;
    private int asked;

    /**
     * Whoever was silent when the worker before was lost is not asked anew from the first time.
     *
     * @param ask is given how often he was asked before
     */
    CallerSilence(DialogueParts parts, Opened conversation, IntConsumer ask, Runnable giveUp) {
        this.mailbox = parts.mailbox();
        this.rules = parts.rules();
        this.ask = ask;
        this.giveUp = giveUp;
        long silences = conversation.before().quiet().dividedBy(rules.idle());
        this.asked = (int) Math.min(silences, rules.idlePrompts());
    }

    void start() {
        stop();
        timer = mailbox.after(rules.idle(), this::over);
    }

    void stop() {
        timer.cancel();
    }

    void answered() {
        stop();
        asked = 0;
    }

    private void over() {
        if (asked >= rules.idlePrompts()) {
            giveUp.run();
        } else {
            ask.accept(asked++);
        }
    }
}
