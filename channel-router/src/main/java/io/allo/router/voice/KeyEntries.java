// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.util.function.Consumer;

/** Entries made of keys, each given on when it is complete or the caller pauses. One call, one mailbox. */
final class KeyEntries {
    private final Mailbox mailbox;
    private final VoiceRules rules;
    private final Consumer<String> complete;
    private final KeyCollector collector = new KeyCollector();
    private Mailbox.Timer interDigit = Mailbox.Timer.NONE;

    KeyEntries(Mailbox mailbox, VoiceRules rules, Consumer<String> complete) {
        this.mailbox = mailbox;
        this.rules = rules;
        this.complete = complete;
    }

    void press(char key) {
        interDigit.cancel();
        collector.press(key).ifPresent(complete);
        if (collector.begun()) {
            interDigit =
                    mailbox.after(rules.interDigit(), () -> collector.paused().ifPresent(complete));
        }
    }

    /** What was begun; it is somebody else's now. */
    String take() {
        stop();
        return collector.paused().orElse("");
    }

    void stop() {
        interDigit.cancel();
    }
}
