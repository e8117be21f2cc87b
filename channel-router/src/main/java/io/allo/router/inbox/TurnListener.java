// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.AgentEvent;

/** A channel that shows an answer while it comes. Called on event loops, in order per conversation; must not block. */
public interface TurnListener {

    /** Whose messages it wants to hear of. */
    String provider();

    void onEvent(InboxEntry entry, AgentEvent event);

    /** The answer is stored. Comes once per message on the replica that worked on it. */
    void onAnswered(InboxEntry entry, OutboundMessage reply);
}
