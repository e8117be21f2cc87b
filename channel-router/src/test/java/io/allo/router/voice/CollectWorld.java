// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.PrivacySettings;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModels;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ConversationLog;
import io.allo.router.conversation.EnginePorts;
import io.allo.router.conversation.EngineSettings;
import io.allo.router.conversation.HumanDesk;
import io.allo.router.conversation.InMemoryContextStore;
import io.allo.router.conversation.Keypad;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.TurnEngine;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The real engine, whose scripted model may have callers key something in for the tool {@code pay}. */
final class CollectWorld {
    final ScriptedModel model = new ScriptedModel();
    InMemoryContextStore store = new InMemoryContextStore();
    final List<ToolExecutionRequest> requests = new ArrayList<>();
    final List<ConversationLog.ToolCall> toolCalls = new ArrayList<>();
    final List<String> turns = new ArrayList<>();
    /** What the tool answers; it may repeat what it was given. */
    Function<ToolExecutionRequest, Map<String, Object>> answer = request -> Map.of("success", true);

    TurnEngine engine(Keypad keypad, String agentsModel) {
        ContactResolution agent = new ContactResolution(
                        "account",
                        "FR",
                        "agent",
                        "Demo",
                        List.of("fr"),
                        agentsModel,
                        "sage",
                        2,
                        0,
                        null,
                        null,
                        "r",
                        null,
                        null)
                .with(new PrivacySettings(false, PrivacySettings.Consent.OFF, true, true));
        EnginePorts ports = new EnginePorts(
                contact -> Uni.createFrom().item(agent),
                (blockedBy, caller) -> Uni.createFrom().item(false),
                (whose, caller, channel) -> Uni.createFrom().item(session()),
                store,
                request -> {
                    requests.add(request);
                    Map<String, Object> result = answer.apply(request);
                    return Uni.createFrom()
                            .item(new ToolExecutionResponse(result, Map.of("last", result), ToolFlags.NONE));
                },
                new ChatModels(List.of(model), ScriptedModel.NAME),
                new Log(),
                keypad,
                HumanDesk.NONE);
        EngineSettings settings = new EngineSettings(
                8, Duration.ofSeconds(5), Duration.ofSeconds(5), 100, 16_000, Map.of(), Set.of(Channel.VOICE));
        return new TurnEngine(ports, settings, Clock.systemUTC());
    }

    /** The worker dies with its locks; what it stored remains. */
    void crash(ConversationKey key) {
        InMemoryContextStore next = new InMemoryContextStore();
        next.put(store.stored(key));
        store = next;
    }

    private static SessionConfig session() {
        Map<String, Object> text = Map.of("type", "string");
        ToolDefinition pay = new ToolDefinition(
                "function",
                "pay",
                "Pays.",
                Map.of("type", "object", "properties", Map.of("amount", text, "card_number", text, "cvc", text)));
        return new SessionConfig(
                "",
                List.of(pay),
                "sage",
                "greet",
                Map.of(),
                null,
                Map.of(),
                null,
                "EUR",
                null,
                "Europe/Paris",
                20,
                false,
                false,
                false,
                null,
                false,
                null,
                null);
    }

    static Map<String, Object> secret(String argument, int min, int max) {
        return secret(argument, min, max, "pay");
    }

    static Map<String, Object> secret(String argument, int min, int max, String tool) {
        return Map.of(
                "prompt",
                "Tapez le numero.",
                "min_digits",
                min,
                "max_digits",
                max,
                "secure",
                true,
                "tool",
                tool,
                "argument",
                argument);
    }

    static Map<String, Object> plain(int min, int max) {
        return Map.of("prompt", "Tapez votre numero de client.", "min_digits", min, "max_digits", max);
    }

    private final class Log implements ConversationLog {
        @Override
        public void opened(Conversation conversation) {}

        @Override
        public void turn(Turn turn) {
            turns.add(turn.role() + " " + turn.text());
        }

        @Override
        public void toolCall(ToolCall call) {
            toolCalls.add(call);
        }

        @Override
        public void used(Conversation conversation, ModelUsage usage, Instant at) {}

        @Override
        public void interrupted(Conversation conversation, int turnNumber, String heardText) {}

        @Override
        public void ended(Conversation conversation, EndReason reason, Instant at) {}
    }
}
