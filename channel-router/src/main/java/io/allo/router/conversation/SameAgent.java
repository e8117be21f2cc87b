// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.router.conversation.Conversation.Setup;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What one person goes on with elsewhere stays with the agent that has it: that agent's session is composed for the other channel too.
 * Where it cannot be, the two conversations stay apart, since no agent is told what another one knows. Never fails.
 */
final class SameAgent {
    private static final Logger LOG = Logger.getLogger(SameAgent.class);

    private final Handoffs handoffs;

    SameAgent(Handoffs handoffs) {
        this.handoffs = handoffs;
    }

    /** Who begins, and what it knows. */
    record Beginning(Setup setup, Dialogue dialogue, Relay relay) {
        Conversation conversation(ConversationKey key, String id, int epoch, Instant now) {
            return new Conversation(key, id, setup, dialogue, epoch, now, now, null, null, relay);
        }
    }

    /**
     * A new conversation.
     *
     * @param called of the agent whose address was called
     * @param last where the person was before
     */
    Uni<Beginning> begin(ConversationKey key, String id, Setup called, Optional<Conversation> last) {
        Dialogue empty = Dialogue.startingWith(called.firstContext(id, key.channel()));
        if (last.isEmpty()) {
            return Uni.createFrom().item(new Beginning(called, empty, Relay.NONE));
        }
        Conversation other = last.get();
        if (isWith(called, other)) {
            Dialogue known = ContinuedChat.begin(empty, other.dialogue());
            return Uni.createFrom().item(new Beginning(called, known, other.relay()));
        }
        return handoffs.setupOf(other, key.channel())
                .map(setup -> new Setup(
                        Handover.onLineOf(called.agent(), setup.agent()), called.caller(), setup.session(), false))
                .map(setup -> new Beginning(
                        setup, ContinuedChat.begin(first(setup, id, key, other), other.dialogue()), other.relay()))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("conversation %s begins with the agent that was called: %s", id, failure);
                    return new Beginning(called, empty, Relay.NONE);
                });
    }

    /** A conversation that goes on, with what was added elsewhere. */
    Uni<Conversation> goOn(Conversation here, Conversation other, Instant now) {
        if (isWith(here.setup(), other)) {
            return Uni.createFrom().item(here.with(ContinuedChat.end(here.dialogue(), other.dialogue()), now));
        }
        if (here.key().channel() == Channel.VOICE) {
            return Uni.createFrom().item(here); // a voice is not changed because of what is written meanwhile
        }
        return handoffs.setupOf(other, here.key().channel())
                .map(setup -> taken(here, other, setup, now))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("conversation %s stays with its agent: %s", here.id(), failure);
                    return here;
                });
    }

    private static Conversation taken(Conversation here, Conversation other, Setup setup, Instant now) {
        Dialogue known = ContinuedChat.begin(first(setup, here.id(), here.key(), other), other.dialogue());
        Dialogue before = here.dialogue();
        Dialogue next = new Dialogue(
                known.context(),
                known.messages(),
                known.memory(),
                before.openTurn(),
                before.answered(),
                before.turns(),
                before.toolCalls());
        return here.handedTo(setup, next, other.relay().after(here.relay()), now);
    }

    /** Without the person's number where this agent was not told it. */
    private static Dialogue first(Setup setup, String id, ConversationKey key, Conversation other) {
        Map<String, Object> context = new LinkedHashMap<>(setup.firstContext(id, key.channel()));
        if (!other.dialogue().context().containsKey("caller_phone")) {
            context.remove("caller_phone");
        }
        return Dialogue.startingWith(context);
    }

    private static boolean isWith(Setup setup, Conversation other) {
        return setup.agent().agentId().equals(other.setup().agent().agentId());
    }
}
