// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.util.function.IntConsumer;

/** Watches the caller's silence: he is asked some times, then given up. One call, one mailbox. */
final class CallerSilence {
    private final Mailbox mailbox;
    private final VoiceRules rules;
    private final IntConsumer ask;
    private final Runnable giveUp;
    private Mailbox.Timer timer = Mailbox.Timer.NONE;
    private int asked;

    /** @param ask is given how often he was asked before */
    CallerSilence(Mailbox mailbox, VoiceRules rules, IntConsumer ask, Runnable giveUp) {
        this.mailbox = mailbox;
        this.rules = rules;
        this.ask = ask;
        this.giveUp = giveUp;
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
