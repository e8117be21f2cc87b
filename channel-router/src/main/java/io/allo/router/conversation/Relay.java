// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.PrivacySettings;
import io.allo.router.conversation.ChatModel.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which agents had the conversation before the one that has it now; immutable.
 *
 * @param handoffs how often it was handed over
 * @param due the agent that has it has not spoken yet, and owes an answer
 * @param shelves what each former agent knew, by agent id: it is there again when he gets the conversation back
 * @param first what the first agent told the person about the keeping of it; null before the first handoff
 */
public record Relay(
        int handoffs,
        boolean due,
        Map<String, Shelf> shelves,
        @Nullable PrivacySettings first) {
    /** Nobody had it before. */
    public static final Relay NONE = new Relay(0, false, Map.of(), null);

    public Relay {
        shelves = Map.copyOf(shelves);
    }

    /**
     * What one agent knew.
     *
     * @param context values may be null
     * @param messages without calls that have no result
     */
    public record Shelf(Map<String, Object> context, List<Message> messages, Map<String, Object> memory) {
        public Shelf {
            context = Collections.unmodifiableMap(new LinkedHashMap<>(context)); // Map.copyOf refuses null values
            messages = List.copyOf(messages);
            memory = Collections.unmodifiableMap(new LinkedHashMap<>(memory));
        }

        static Shelf of(Dialogue dialogue) {
            List<Message> messages = new ArrayList<>(dialogue.messages());
            messages.removeAll(dialogue.pendingCalls());
            return new Shelf(dialogue.context(), messages, dialogue.memory());
        }
    }

    Optional<Shelf> shelf(String agentId) {
        return Optional.ofNullable(shelves.get(agentId));
    }

    /** One more handoff. @param privacy of the agent that hands over */
    Relay over(String formerAgent, Shelf shelf, PrivacySettings privacy) {
        Map<String, Shelf> next = new LinkedHashMap<>(shelves);
        next.put(formerAgent, shelf);
        return new Relay(handoffs + 1, true, next, first == null ? privacy : first);
    }

    /** The same in a conversation that had another course: its setups are numbered on. */
    Relay after(Relay here) {
        return new Relay(Math.max(handoffs, here.handoffs) + 1, due, shelves, first);
    }

    /** The agent has spoken. */
    Relay spoken() {
        return due ? new Relay(handoffs, false, shelves, first) : this;
    }
}
