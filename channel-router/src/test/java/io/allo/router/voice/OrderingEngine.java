// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.PrivacySettings;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.router.builtin.BuiltInChatModel;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.ChatModels;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationLog;
import io.allo.router.conversation.EnginePorts;
import io.allo.router.conversation.EngineSettings;
import io.allo.router.conversation.InMemoryContextStore;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.ToolInvoker;
import io.allo.router.conversation.TurnEngine;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The real engine with the built-in model, in one process. */
final class OrderingEngine {
    private static final ContactResolution AGENT = new ContactResolution(
                    "account",
                    "FR",
                    "agent",
                    "Demo",
                    List.of("fr", "en"),
                    "built-in",
                    "sage",
                    2,
                    0,
                    null,
                    null,
                    "r",
                    null,
                    null)
            .with(new PrivacySettings(false, PrivacySettings.Consent.OFF, false));

    private final List<ToolExecutionRequest> requests = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final TurnEngine engine;

    OrderingEngine(SessionConfig session, ToolInvoker tools) {
        this(session, tools, new BuiltInChatModel());
    }

    OrderingEngine(SessionConfig session, ToolInvoker tools, ChatModel model) {
        EnginePorts ports = new EnginePorts(
                contact -> Uni.createFrom().item(AGENT),
                (agent, caller) -> Uni.createFrom().item(false),
                (agent, caller, channel) -> Uni.createFrom().item(session),
                new InMemoryContextStore(),
                request -> {
                    requests.add(request);
                    return tools.execute(request);
                },
                new ChatModels(List.of(model), model.name()),
                new Log());
        EngineSettings settings = new EngineSettings(
                8, Duration.ofSeconds(5), Duration.ofSeconds(5), 100, 16_000, Map.of(), Set.of(Channel.VOICE));
        engine = new TurnEngine(ports, settings, Clock.systemUTC());
    }

    TurnEngine engine() {
        return engine;
    }

    /** Names of the tools that were run, in order. */
    List<String> tools() {
        return requests.stream().map(ToolExecutionRequest::tool).toList();
    }

    /** {@code SPEECH words} of each turn of the caller. */
    List<String> heard() {
        return heard;
    }

    private final class Log implements ConversationLog {
        @Override
        public void opened(Conversation conversation) {}

        @Override
        public void turn(Turn turn) {
            if (turn.role() == Role.USER) {
                heard.add(turn.input() + " " + turn.text());
            }
        }

        @Override
        public void toolCall(ToolCall call) {}

        @Override
        public void used(Conversation conversation, ModelUsage usage, Instant at) {}

        @Override
        public void interrupted(Conversation conversation, int turnNumber, String heardText) {}

        @Override
        public void ended(Conversation conversation, EndReason reason, Instant at) {}
    }
}
