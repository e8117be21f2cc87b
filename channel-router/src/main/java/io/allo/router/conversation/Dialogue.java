// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was said and done in a conversation; immutable.
 *
 * @param context the context store that tools read and enrich; values may be null
 * @param messages what the model is shown, oldest first, bounded
 * @param memory the model's own state
 * @param openTurn id of the turn whose answer is not complete: after a crash it goes on where it was
 * @param answered the last complete turns, for a turn that comes twice
 * @param turns turns so far, of both sides; the next record gets this number
 * @param toolCalls tool calls so far
 */
public record Dialogue(
        Map<String, Object> context,
        List<ChatModel.Message> messages,
        Map<String, Object> memory,
        @Nullable String openTurn,
        List<AnsweredTurn> answered,
        int turns,
        int toolCalls) {

    private static final int REMEMBERED_ANSWERS = 8;

    public Dialogue {
        context = unmodifiable(context);
        messages = List.copyOf(messages);
        memory = unmodifiable(memory);
        answered = List.copyOf(answered);
    }

    /** The complete answer of a turn. */
    public record AnsweredTurn(
            String turnId, String text, AgentEvent.Action action, AgentEvent.@Nullable KeyEntry keyEntry) {}

    static Dialogue startingWith(Map<String, Object> context) {
        return new Dialogue(context, List.of(), Map.of(), null, List.of(), 0, 0);
    }

    /** Which keys the last complete turn left the person to press; null when none. */
    AgentEvent.@Nullable KeyEntry awaitedKeys() {
        return answered.isEmpty() ? null : answered.getLast().keyEntry();
    }

    /** Number of the last turn in which the person spoke: what the agent said since does not count. */
    int lastHeard() {
        int said = 0;
        for (ChatModel.Message message : messages.reversed()) {
            if (message instanceof ChatModel.Message.User) {
                break;
            }
            said += message instanceof ChatModel.Message.Agent ? 1 : 0;
        }
        return turns - said;
    }

    /** The agent's words since the person's last, oldest first. */
    List<String> saidSinceHeard() {
        List<String> words = new ArrayList<>();
        for (ChatModel.Message message : messages) {
            if (message instanceof ChatModel.Message.User) {
                words.clear();
            } else if (message instanceof ChatModel.Message.Agent agent) {
                words.add(agent.text());
            }
        }
        return words;
    }

    Dialogue append(ChatModel.Message message) {
        List<ChatModel.Message> next = new ArrayList<>(messages);
        next.add(message);
        return withMessages(next);
    }

    Dialogue withMessages(List<ChatModel.Message> next) {
        return new Dialogue(context, next, memory, openTurn, answered, turns, toolCalls);
    }

    /** This call is the last message: a model wants each result right behind its call. */
    Dialogue behind(ChatModel.Message.ToolCall call) {
        List<ChatModel.Message> next = new ArrayList<>(messages);
        next.remove(call);
        next.add(call);
        return withMessages(next);
    }

    Dialogue opening(String turnId) {
        return new Dialogue(context, messages, memory, turnId, answered, turns, toolCalls);
    }

    Dialogue remembering(Map<String, Object> nextMemory) {
        return new Dialogue(context, messages, nextMemory, openTurn, answered, turns, toolCalls);
    }

    Dialogue countingTurn() {
        return new Dialogue(context, messages, memory, openTurn, answered, turns + 1, toolCalls);
    }

    Dialogue countingToolCall() {
        return new Dialogue(context, messages, memory, openTurn, answered, turns, toolCalls + 1);
    }

    /** Only how much was said and done. */
    Dialogue withoutWords() {
        return new Dialogue(Map.of(), List.of(), Map.of(), null, List.of(), turns, toolCalls);
    }

    /** A null value removes its key. */
    Dialogue enriched(Map<String, Object> updates) {
        if (updates.isEmpty()) {
            return this;
        }
        Map<String, Object> next = new LinkedHashMap<>(context);
        updates.forEach((key, value) -> {
            if (value == null) {
                next.remove(key);
            } else {
                next.put(key, value);
            }
        });
        return new Dialogue(next, messages, memory, openTurn, answered, turns, toolCalls);
    }

    Dialogue closing(AnsweredTurn answer) {
        List<AnsweredTurn> next = new ArrayList<>(answered);
        next.add(answer);
        List<AnsweredTurn> kept = next.subList(Math.max(0, next.size() - REMEMBERED_ANSWERS), next.size());
        return new Dialogue(context, messages, memory, null, kept, turns, toolCalls);
    }

    Optional<AnsweredTurn> answerTo(String turnId) {
        return answered.stream().filter(a -> a.turnId().equals(turnId)).findFirst();
    }

    /** Calls the model asked for that have no result yet, oldest first: what a crash interrupted. */
    List<ChatModel.Message.ToolCall> pendingCalls() {
        Set<String> done = new HashSet<>();
        for (ChatModel.Message message : messages) {
            if (message instanceof ChatModel.Message.ToolResult result) {
                done.add(result.id());
            }
        }
        return messages.stream()
                .filter(ChatModel.Message.ToolCall.class::isInstance)
                .map(ChatModel.Message.ToolCall.class::cast)
                .filter(call -> !done.contains(call.id()))
                .toList();
    }

    /** Drops the oldest messages; never begins with the result of a call that was dropped. */
    Dialogue boundedTo(int limit) {
        if (messages.size() <= limit) {
            return this;
        }
        int from = messages.size() - limit;
        while (from < messages.size() && !(messages.get(from) instanceof ChatModel.Message.User)) {
            from++;
        }
        return from == messages.size() ? this : withMessages(messages.subList(from, messages.size()));
    }

    /** The person heard only this much of the agent's last words. */
    Dialogue heardOnly(String heardText) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof ChatModel.Message.Agent) {
                List<ChatModel.Message> next = new ArrayList<>(messages);
                next.set(i, new ChatModel.Message.Agent(heardText));
                return withMessages(next);
            }
        }
        return this;
    }

    /** Number of the agent's last turn, -1 when he has said nothing that is remembered. */
    int lastAgentTurn() {
        int number = turns - 1;
        for (ChatModel.Message message : messages.reversed()) {
            switch (message) {
                case ChatModel.Message.Agent agent -> {
                    return number;
                }
                case ChatModel.Message.User user -> number--;
                default -> {} // tools are numbered by themselves
            }
        }
        return -1;
    }

    private static Map<String, Object> unmodifiable(Map<String, Object> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map)); // Map.copyOf refuses null values
    }
}
