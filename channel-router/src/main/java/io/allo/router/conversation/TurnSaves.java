// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Stores the conversation of a running turn, with patience. Fails only when somebody else took the conversation over. */
record TurnSaves(ContextStore store, ContextStore.Lease lease) {
    private static final Logger LOG = Logger.getLogger(TurnSaves.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1);

    /** Without a stored key a call could not be repeated safely: false, it must not be made. */
    Uni<Boolean> keys(Conversation conversation) {
        return save(conversation)
                .replaceWith(true)
                .onFailure(failure -> !(failure instanceof ContextStore.LeaseLostException))
                .recoverWithItem(failure -> {
                    ConversationScope.run(conversation, () -> LOG.warnf("tool keys could not be saved (%s)", failure));
                    return false;
                });
    }

    /** What was said was said: a store that stays away costs the memory of this turn, not its answer. */
    Uni<Void> atLast(Conversation conversation) {
        return save(conversation)
                .onFailure(failure -> !(failure instanceof ContextStore.LeaseLostException))
                .recoverWithItem(failure -> {
                    ConversationScope.run(conversation, () -> LOG.errorf("a turn could not be saved (%s)", failure));
                    return null;
                });
    }

    private Uni<Void> save(Conversation conversation) {
        return Uni.createFrom()
                .deferred(() -> store.save(conversation, lease))
                .onFailure(failure -> !(failure instanceof ContextStore.LeaseLostException))
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .atMost(3);
    }
}
