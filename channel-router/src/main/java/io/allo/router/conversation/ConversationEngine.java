// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.ContactResolution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * The one engine behind every channel. Stateless between calls: what it knows of a conversation is in the
 * {@code ContextStore}. One turn at a time per conversation; a second one waits for the first. Never blocks the caller's
 * thread; items are emitted on event-loop threads.
 */
public interface ConversationEngine {

    /** Which agent takes this contact? Fails with {@link UnknownAddressException}. First step of {@link #open}. */
    Uni<ContactResolution> resolve(Contact contact);

    /**
     * Opens the conversation or goes on with the stored one: resolves the agent, fetches the session exactly once, loads
     * its initial context. A failed session fetch is not an error: the session is then apologetic and without tools.
     */
    Uni<Opened> open(Contact contact);

    /** The agent's first words. A conversation that went on has none: the stream is then only an empty TurnEnded. */
    Multi<AgentEvent> greet(ConversationKey key);

    /** One turn. Tool failures become words; a failure of the stream itself means that nothing can be said. */
    Multi<AgentEvent> userTurn(ConversationKey key, UserTurn turn);

    /** The person heard only the first {@code playedMs} milliseconds or characters of the last turn (barge-in). */
    Uni<Void> interrupted(ConversationKey key, String heardText);

    /** Closes the record. Idempotent: the first reason wins. */
    Uni<Void> end(ConversationKey key, EndReason reason);

    /** The called address belongs to no agent. */
    final class UnknownAddressException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public UnknownAddressException(Channel channel) {
            super("no agent answers this " + channel.wireName() + " address");
        }
    }
}
