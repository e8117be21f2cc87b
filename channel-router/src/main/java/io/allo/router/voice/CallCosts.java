// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ModelUsage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the engine what a call's speech cost: sums of some seconds, because each sentence costs something. What comes before the
 * conversation is open waits. One call, one mailbox.
 */
final class CallCosts {
    private static final Logger LOG = Logger.getLogger(CallCosts.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final Mailbox mailbox;
    private final ConversationEngine engine;
    private final Map<String, ModelUsage> sums = new LinkedHashMap<>();
    private @Nullable ConversationKey key;
    private boolean scheduled;
    private boolean closed;

    CallCosts(Mailbox mailbox, ConversationEngine engine) {
        this.mailbox = mailbox;
        this.engine = engine;
    }

    void conversation(ConversationKey opened) {
        key = opened;
    }

    /** From any thread. */
    void used(ModelUsage usage) {
        mailbox.execute(() -> add(usage));
    }

    private void add(ModelUsage usage) {
        sums.merge(usage.model(), usage, ModelUsage::plus);
        if (closed) {
            report();
        } else if (!scheduled) {
            scheduled = true;
            mailbox.after(PERIOD, () -> {
                scheduled = false;
                report();
            });
        }
    }

    /** The call is over. */
    void close() {
        closed = true;
        report();
    }

    private void report() {
        ConversationKey opened = key;
        if (opened == null) {
            return;
        }
        sums.values()
                .forEach(sum -> engine.used(opened, sum)
                        .subscribe()
                        .with(
                                done -> {},
                                failure -> LOG.warnf("a cost could not be recorded: %s", failure.toString())));
        sums.clear();
    }
}
