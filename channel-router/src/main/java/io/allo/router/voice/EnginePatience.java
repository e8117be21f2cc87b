// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * An engine that says nothing for too long has failed, unless it waits for the caller's keys. One call, one mailbox.
 */
final class EnginePatience {
    private final Mailbox mailbox;
    private final Duration limit;
    private Consumer<Throwable> failed = failure -> {};
    private Mailbox.Timer timer = Mailbox.Timer.NONE;

    EnginePatience(Mailbox mailbox, Duration limit) {
        this.mailbox = mailbox;
        this.limit = limit;
    }

    /** Its next word is due from now on. */
    void await(Consumer<Throwable> whenFailed) {
        failed = whenFailed;
        timer.cancel();
        timer = mailbox.after(
                limit, () -> failed.accept(new IllegalStateException("no word from the engine for " + limit)));
    }

    /** It waits itself, or no longer. */
    void rest(boolean on) {
        if (on) {
            timer.cancel();
        } else {
            await(failed);
        }
    }

    /** Its last word has come. */
    void over() {
        timer.cancel();
    }
}
