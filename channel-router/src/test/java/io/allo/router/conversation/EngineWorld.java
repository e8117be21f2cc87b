// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.reception.ReceptionModel;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A {@link TurnEngine} with stand-ins for all its ports, driven by a clock that tests move. */
final class EngineWorld {
    static final String CALLED = "+33939240575";
    static final String CALLED_BY_WHATSAPP = "33939240575";
    static final Duration LIMIT = Duration.ofSeconds(5);

    final InMemoryContextStore store = new InMemoryContextStore();
    final ScriptedModel model = new ScriptedModel();
    /** Who talks, under the name of {@link #model}. */
    ChatModel talking = model;

    final RecordingLog log = new RecordingLog();
    final List<ToolExecutionRequest> toolRequests = new CopyOnWriteArrayList<>();
    final MovableClock clock = new MovableClock();
    Function<ToolExecutionRequest, Uni<ToolExecutionResponse>> executor = request -> answer(Map.of("success", true));
    Function<ContactResolution, Uni<SessionConfig>> sessionSource;
    SessionConfig session = session("confirm_order", "check_availability", "end_call", "transfer_call");
    EngineSettings settings = settings(Set.of());
    Function<String, Uni<Boolean>> blocked = caller -> Uni.createFrom().item(false);
    HumanDesk desk = HumanDesk.NONE;
    int sessionFetches;
    ContactResolution agent = AGENT;
    final Map<String, ContactResolution> otherAgents = new HashMap<>();
    boolean live;

    EngineWorld() {
        sessionSource = agent -> Uni.createFrom().item(session);
    }

    static EngineSettings settings(Set<Channel> transferChannels) {
        return new EngineSettings(
                4, Duration.ofMillis(200), Duration.ofMillis(500), 40, 1_000, Map.of(), transferChannels);
    }

    /** A new engine over the same store: another replica, or this one after a crash. */
    TurnEngine engine() {
        EnginePorts ports = new EnginePorts(
                new Directory(this),
                (agent, caller) -> blocked.apply(caller),
                (agent, caller, channel) -> {
                    sessionFetches++;
                    return sessionSource.apply(agent);
                },
                store,
                request -> {
                    toolRequests.add(request);
                    return executor.apply(request);
                },
                new ChatModels(List.of(talking, new ReceptionModel()), ScriptedModel.NAME),
                log,
                new Line(this),
                desk);
        return new TurnEngine(ports, settings, clock);
    }

    private record Line(EngineWorld world) implements Keypad {
        @Override
        public Uni<Keyed> ask(ConversationKey key, Entry entry) {
            return Keypad.NONE.ask(key, entry);
        }

        @Override
        public boolean isLive(ConversationKey key) {
            return world.live;
        }
    }

    private record Directory(EngineWorld world) implements ContactDirectory {
        @Override
        public Uni<ContactResolution> agent(String accountId, String agentId) {
            ContactResolution found = world.otherAgents.get(agentId);
            return found == null || !found.accountId().equals(accountId)
                    ? Uni.createFrom().failure(new NoSuchAgentException())
                    : Uni.createFrom().item(found);
        }

        @Override
        public Uni<ContactResolution> resolve(Contact contact) {
            if (contact.called().equals(CALLED_BY_WHATSAPP)) {
                return Uni.createFrom().item(AGENT.continuing("whatsapp"));
            }
            return contact.called().equals(CALLED)
                    ? Uni.createFrom().item(world.agent)
                    : Uni.createFrom().failure(new ConversationEngine.UnknownAddressException(contact.channel()));
        }
    }

    static final ContactResolution AGENT = agent("agent", "Demo", ScriptedModel.NAME);

    static ContactResolution agent(String id, String name, String model) {
        return new ContactResolution(
                "account",
                "FR",
                id,
                name,
                List.of("fr", "en"),
                model,
                "sage",
                1.0,
                600,
                null,
                null,
                "restaurant",
                null,
                null);
    }

    static SessionConfig session(String... tools) {
        List<ToolDefinition> definitions = List.of(tools).stream()
                .map(name -> new ToolDefinition("function", name, name, Map.of("type", "object")))
                .toList();
        return new SessionConfig(
                "prompt",
                definitions,
                "sage",
                "greet",
                Map.of("restaurant_id", "restaurant"),
                null,
                Map.of(),
                null,
                "EUR",
                null,
                "Europe/Paris",
                20,
                false,
                false,
                true,
                "01 23 45 67 89",
                false,
                null,
                null);
    }

    static Contact whatsapp() {
        return new Contact(Channel.WHATSAPP, CALLED, "06 12 34 56 78", "wa_+33612345678");
    }

    static Contact call(int epoch) {
        return new Contact(Channel.VOICE, CALLED, "+33612345678", "call-1", epoch);
    }

    Opened open(Contact contact) {
        return engine().open(contact).await().atMost(LIMIT);
    }

    List<AgentEvent> turn(Opened opened, String id, String text) {
        UserTurn turn = new UserTurn(id, UserTurn.Input.TEXT, text, clock.instant());
        return engine().userTurn(opened.key(), turn).collect().asList().await().atMost(LIMIT);
    }

    static AgentEvent.TurnEnded ended(List<AgentEvent> events) {
        return (AgentEvent.TurnEnded) events.getLast();
    }

    static Uni<ToolExecutionResponse> answer(Map<String, Object> result) {
        return Uni.createFrom().item(new ToolExecutionResponse(result, Map.of(), ToolFlags.NONE));
    }

    /** Keeps what the engine reported. */
    static final class RecordingLog implements ConversationLog {
        final List<Turn> turns = new ArrayList<>();
        final List<ToolCall> toolCalls = new ArrayList<>();
        final List<EndReason> ends = new ArrayList<>();
        final List<ModelUsage> used = new ArrayList<>();
        final List<String> heard = new ArrayList<>();
        final List<Integer> timed = new ArrayList<>();
        final List<String> handedOver = new ArrayList<>();
        int opened;

        @Override
        public synchronized void opened(Conversation conversation) {
            opened++;
        }

        @Override
        public synchronized void turn(Turn turn) {
            turns.add(turn);
        }

        @Override
        public synchronized void toolCall(ToolCall call) {
            toolCalls.add(call);
        }

        @Override
        public synchronized void used(Conversation conversation, ModelUsage usage, Instant at) {
            used.add(usage);
        }

        @Override
        public synchronized void interrupted(Conversation conversation, int turnNumber, String heardText) {
            heard.add(turnNumber + ":" + heardText);
        }

        @Override
        public synchronized void timed(Conversation conversation, int turnNumber, AnswerTimes times) {
            timed.add(turnNumber);
        }

        @Override
        public synchronized void handedOver(Conversation after, String formerAgent, Instant at) {
            handedOver.add(formerAgent + ">" + after.setup().agent().agentId());
        }

        @Override
        public synchronized void ended(Conversation conversation, EndReason reason, Instant at) {
            ends.add(reason);
        }
    }

    /** Stands still until it is moved. */
    static final class MovableClock extends Clock {
        private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");

        void forward(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
