// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.SessionConfig;
import io.smallrye.mutiny.Multi;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model that answers one request with text and tool calls. Implemented by {@code builtin} and {@code chatmodel}. */
public interface ChatModel {

    /** Name in configuration, for example {@code built-in}. */
    String name();

    /** Streams the answer; ends with exactly one {@link Event.Done}. Never blocks. */
    Multi<Event> respond(Request request);

    /**
     * @param languages the agent's languages, first = default
     * @param channel where it will be read or heard
     * @param session prompt, tools, facts
     * @param context the conversation's context store (read only)
     * @param messages the conversation so far, oldest first; the last is what to answer (greeting instruction, user turn or
     *     tool result)
     * @param memory what this model returned with its last {@link Event.Done}: its own state, opaque to the engine, JSON
     *     types only
     * @param now the current instant (injected clock)
     * @param temperature asked for by the agent; null = as the model is configured
     */
    record Request(
            List<String> languages,
            Channel channel,
            SessionConfig session,
            Map<String, Object> context,
            List<Message> messages,
            Map<String, Object> memory,
            Instant now,
            @Nullable Double temperature) {}

    /** One entry of the conversation. */
    sealed interface Message {
        /** Ask for the first words. */
        record Greeting(String instruction) implements Message {}

        record User(UserTurn.Input input, String text) implements Message {}

        record Agent(String text) implements Message {}

        record ToolCall(String id, String tool, Map<String, Object> arguments) implements Message {}

        record ToolResult(String id, String tool, Map<String, Object> result) implements Message {}
    }

    /** A piece of the answer. */
    sealed interface Event {
        record Text(String delta) implements Event {}

        /** The engine runs it and asks again with its result appended. Several may follow one another. */
        record ToolCall(String id, String tool, Map<String, Object> arguments) implements Event {}

        /**
         * What the answer cost; a model that costs nothing says nothing. {@link ModelUsage#untold} at the answer's begin says that
         * it costs, however it ends.
         */
        record Used(ModelUsage usage) implements Event {}

        /** @param keyEntry which keys are awaited next on the phone, null when none */
        record Done(Map<String, Object> memory, AgentEvent.@Nullable KeyEntry keyEntry) implements Event {}
    }
}
