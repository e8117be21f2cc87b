// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.allo.contracts.session.SessionConfig;
import io.allo.router.conversation.AgentEvent.KeyEntry;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel.Event;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ChatModel.Request;
import io.allo.router.conversation.UserTurn.Input;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plays the engine: keeps messages and memory, asks again after a tool's result. Memory goes through JSON text each time, and
 * each request is made twice: the answers must be equal, tool call ids included.
 */
final class Conversation {
    private final BuiltInChatModel model = new BuiltInChatModel();
    private final List<String> languages;
    private final Channel channel;
    private final SessionConfig session;
    private final Map<String, Object> context;
    private final List<Message> messages = new ArrayList<>();
    private final Invariants invariants;

    private Map<String, Object> memory = new HashMap<>();
    private Instant now = Instant.parse("2026-11-21T17:00:00Z");
    private String said = "";
    private Event.@Nullable ToolCall pending;
    private @Nullable KeyEntry keyEntry;

    Conversation(List<String> languages, Channel channel, SessionConfig session, Map<String, Object> context) {
        this.languages = languages;
        this.channel = channel;
        this.session = session;
        this.context = context;
        this.invariants = new Invariants(session);
    }

    void greet() {
        next(new Message.Greeting(session.greeting()));
    }

    void user(Input input, String text) {
        next(new Message.User(input, text));
    }

    void result(Map<String, Object> result) {
        Event.ToolCall call = pendingCall();
        pending = null;
        invariants.result(call, result);
        messages.add(new Message.ToolResult(call.id(), call.tool(), result));
        if (!call.tool().equals("end_call")) {
            respond();
        }
    }

    void loseTool(String tool) {
        assertThat(pendingCall().tool()).isEqualTo(tool);
        pending = null;
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    /** All that was said since the last turn of the person. */
    String said() {
        return said;
    }

    Event.ToolCall pendingCall() {
        assertThat(pending).as("a tool call after «%s»", said).isNotNull();
        return pending;
    }

    /** The call is being transferred: the engine acts, nobody is asked anything. */
    boolean isOver() {
        return messages.getLast() instanceof Message.ToolResult result
                && result.tool().equals("transfer_call");
    }

    boolean isWaitingForTool() {
        return pending != null;
    }

    @Nullable
    KeyEntry keyEntry() {
        return keyEntry;
    }

    private void next(Message message) {
        assertThat(pending).as("no tool call after «%s»", said).isNull();
        said = "";
        messages.add(message);
        respond();
    }

    private void respond() {
        Request request = new Request(
                languages, channel, session, Map.copyOf(context), List.copyOf(messages), Map.copyOf(memory), now, null);
        List<Event> events = model.respond(request).collect().asList().await().indefinitely();
        List<Event> again = model.respond(request).collect().asList().await().indefinitely();
        assertThat(again).as("a replayed turn").isEqualTo(events);
        assertThat(events.getLast()).isInstanceOf(Event.Done.class);
        for (Event event : events) {
            switch (event) {
                case Event.Text(String delta) -> {
                    said += delta;
                    messages.add(new Message.Agent(delta));
                    invariants.text(delta);
                }
                case Event.ToolCall call -> {
                    pending = call;
                    invariants.call(call, messages, said);
                    messages.add(new Message.ToolCall(call.id(), call.tool(), call.arguments()));
                }
                case Event.Used used -> throw new AssertionError("the built-in model costs nothing");
                case Event.Done(Map<String, Object> newMemory, KeyEntry keys) -> {
                    memory = throughJson(newMemory);
                    keyEntry = keys;
                }
            }
        }
    }

    private static Map<String, Object> throughJson(Map<String, Object> map) {
        try {
            return Pizzeria.JSON.readValue(Pizzeria.JSON.writeValueAsString(map), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
