// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.time.Duration;

/**
 * Lets the next agent begin when the words of the one before are on their way: another voice must not finish its sentence, and one that
 * the caller has cut is not waited for.
 */
final class NextAgent {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(40);

    private NextAgent() {}

    static void behind(Mailbox mailbox, Speaker speaker, Runnable begin) {
        if (speaker.hasSpoken()) {
            begin.run();
        } else {
            mailbox.after(LOOK_AGAIN, () -> behind(mailbox, speaker, begin));
        }
    }
}
