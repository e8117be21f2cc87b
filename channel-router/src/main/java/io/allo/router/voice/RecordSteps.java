// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** What is to be recorded of a call, one step after the other, in order. A step that fails is not repeated. One mailbox. */
final class RecordSteps {
    private static final Logger LOG = Logger.getLogger(RecordSteps.class);

    private final Mailbox mailbox;
    private final String conversationId;
    private final Queue<Supplier<Uni<Void>>> waiting = new ArrayDeque<>();
    private boolean busy;

    RecordSteps(Mailbox mailbox, String conversationId) {
        this.mailbox = mailbox;
        this.conversationId = conversationId;
    }

    void add(Supplier<Uni<Void>> step) {
        waiting.add(step);
        next();
    }

    /** Runs this in the mailbox once everything before it is recorded. */
    void afterwards(Runnable task) {
        add(() -> Uni.createFrom().voidItem().invoke(() -> mailbox.execute(task)));
    }

    private void next() {
        if (busy || waiting.isEmpty()) {
            return;
        }
        busy = true;
        waiting.remove().get().subscribe().with(done -> mailbox.execute(this::done), failure -> {
            LOG.warnf("conversation %s: not recorded: %s", conversationId, failure.toString());
            mailbox.execute(this::done);
        });
    }

    private void done() {
        busy = false;
        next();
    }
}
