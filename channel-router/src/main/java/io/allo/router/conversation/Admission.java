// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.ConversationEngine.BlockedCallerException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Who gets a session: everybody but the callers whom the business has blocked. */
final class Admission {
    private static final Logger LOG = Logger.getLogger(Admission.class);
    /** The phone rings meanwhile. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final BlockedCallers blocked;

    Admission(BlockedCallers blocked) {
        this.blocked = blocked;
    }

    /**
     * Fails for a caller who is blocked. A check that fails blocks nobody, and whom a workflow of ours calls is not asked about.
     *
     * @param caller E.164, null when unknown
     */
    Uni<Void> check(ContactResolution agent, Contact contact, @Nullable String caller) {
        boolean calledByUs = contact.workflowId() != null;
        if (contact.channel() != Channel.VOICE || caller == null || calledByUs) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .deferred(() -> blocked.isBlocked(agent, caller))
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("agent %s: nobody can say whether a caller is blocked: %s", agent.agentId(), failure);
                    return false;
                })
                .invoke(refused -> {
                    if (refused) {
                        throw new BlockedCallerException();
                    }
                })
                .replaceWithVoid();
    }
}
