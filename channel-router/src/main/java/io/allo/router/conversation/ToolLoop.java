// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.tools.SecretDigits;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationLog.ToolCall.Outcome;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs one tool call of a model and says what follows from it. {@code end_call}, {@code transfer_call}, {@code collect},
 * {@code talk_to_human}, {@code handoff} and those of {@link ReachTool} are done here, all others by the {@link ToolInvoker}. Never
 * fails: what goes wrong becomes a result that the model can put into words.
 * Stateless; used by text turns, the speech pipeline and speech-to-speech models alike.
 */
public final class ToolLoop {
    private static final Logger LOG = Logger.getLogger(ToolLoop.class);
    static final String END_CALL = "end_call";
    static final String TRANSFER_CALL = "transfer_call";

    private final ToolInvoker invoker;
    private final EngineSettings settings;
    private final HeldDigits held;
    private final CollectTool collect;
    private final HumanTool human;
    private final ReachTool reach;
    private final Handoffs handoffs;

    ToolLoop(EnginePorts ports, EngineSettings settings, Clock clock) {
        this.invoker = ports.tools();
        this.settings = settings;
        this.held = new HeldDigits(clock);
        this.collect = new CollectTool(ports.keypad(), held);
        this.human = new HumanTool(ports.human());
        this.reach = new ReachTool(ports.outreach());
        this.handoffs = new Handoffs(ports, settings);
    }

    /** The session with what is done here and not by the executor. */
    static SessionConfig offer(
            SessionConfig session, ContactResolution agent, @Nullable String caller, Channel channel) {
        SessionConfig keyed = Handoffs.offer(CollectTool.offer(session, agent, channel), agent);
        return ReachTool.offer(HumanTool.offer(keyed, agent, channel), agent, caller, channel);
    }

    /** Done here, and not by the executor. */
    static boolean isBuiltIn(String tool) {
        return tool.equals(END_CALL)
                || tool.equals(TRANSFER_CALL)
                || tool.equals(CollectTool.NAME)
                || tool.equals(HumanTool.NAME)
                || tool.equals(Handoffs.NAME)
                || ReachTool.named(tool);
    }

    /** A call's arguments as they may be recorded. */
    Map<String, Object> recordable(Conversation conversation, Message.ToolCall call) {
        return held.recordable(conversation.key(), call.tool(), call.arguments());
    }

    /** The conversation is over: nothing secret is held any more. */
    void forget(ConversationKey key) {
        held.forget(key);
    }

    /**
     * What came of a call.
     *
     * @param transfer where to when the flags trigger a transfer, else null
     * @param announcement what the agent says before it, instead of the model's words
     * @param extraCost what the tool's answer says that it cost
     * @param handover the next agent, null when this one goes on; whoever asked for the call carries it out
     */
    public record Done(
            Map<String, Object> result,
            Map<String, Object> contextUpdates,
            ToolFlags flags,
            Outcome outcome,
            AgentEvent.Action.@Nullable Transfer transfer,
            @Nullable String announcement,
            @Nullable BigDecimal extraCost,
            @Nullable Handover handover) {

        /** Without a cost of its own. */
        public Done(
                Map<String, Object> result,
                Map<String, Object> contextUpdates,
                ToolFlags flags,
                Outcome outcome,
                AgentEvent.Action.@Nullable Transfer transfer,
                @Nullable String announcement) {
            this(result, contextUpdates, flags, outcome, transfer, announcement, null, null);
        }

        Done(Map<String, Object> result, Map<String, Object> contextUpdates, ToolFlags flags, Outcome outcome) {
            this(result, contextUpdates, flags, outcome, null, null);
        }

        AgentEvent.ToolFinished finished(String tool) {
            return new AgentEvent.ToolFinished(tool, outcome == Outcome.SUCCESS, flags.mutesClientAudio());
        }

        private Done costing(@Nullable BigDecimal amount) {
            return new Done(result, contextUpdates, flags, outcome, transfer, announcement, amount, handover);
        }
    }

    /** Runs the call within {@link EngineSettings#toolTimeout}. */
    public Uni<Done> run(Conversation conversation, Message.ToolCall call) {
        SessionConfig session = conversation.setup().session();
        if (HumanTool.is(conversation, call)) {
            return human.run(conversation, call);
        }
        if (session.tools().stream().noneMatch(tool -> call.tool().equals(tool.name()))) {
            return Uni.createFrom().item(unknown(call.tool()));
        }
        if (CollectTool.is(conversation, call)) {
            return collect.run(conversation, call);
        }
        if (ReachTool.is(conversation, call)) {
            return reach.run(conversation, call)
                    .ifNoItem()
                    .after(settings.toolTimeout())
                    .recoverWithItem(() -> unavailable(call.tool()));
        }
        return switch (call.tool()) {
            case END_CALL -> Uni.createFrom().item(endCall());
            case TRANSFER_CALL ->
                human.orCallBack(conversation, call, TransferTool.run(conversation, call, transfers(conversation)));
            case Handoffs.NAME -> handOver(conversation, call);
            default -> execute(conversation, call);
        };
    }

    /** What was keyed in secretly was for the former agent's tools. */
    private Uni<Done> handOver(Conversation conversation, Message.ToolCall call) {
        return handoffs.run(conversation, call).invoke(done -> {
            if (done.handover() != null) {
                held.forget(conversation.key());
            }
        });
    }

    private Uni<Done> execute(Conversation conversation, Message.ToolCall call) {
        ToolExecutionRequest request = request(conversation, call);
        Duration limit = settings.toolTimeout();
        return Uni.createFrom()
                .deferred(() -> invoker.execute(request))
                .ifNoItem()
                .after(limit)
                .fail()
                .map(response -> executed(conversation, response, request.secrets()))
                .onFailure()
                .recoverWithItem(failure -> {
                    ConversationScope.run(
                            conversation, () -> LOG.warnf("%s has an unknown outcome (%s)", call.tool(), failure));
                    return unavailable(call.tool());
                })
                .invoke(done -> held.answered(conversation.key(), call.tool(), done.outcome() == Outcome.SUCCESS));
    }

    /** Only here come the digits in that a caller keyed in secretly. */
    private ToolExecutionRequest request(Conversation conversation, Message.ToolCall call) {
        Map<String, String> secret = held.of(conversation.key(), call.tool());
        Map<String, Object> arguments = new LinkedHashMap<>(call.arguments());
        secret.forEach((name, digits) ->
                arguments.put(name, CollectTool.asWanted(conversation.setup().session(), call.tool(), name, digits)));
        return new ToolExecutionRequest(
                conversation.id(),
                call.id(),
                conversation.key().accountId(),
                conversation.setup().agent().agentId(),
                call.tool(),
                arguments,
                context(conversation.dialogue()),
                conversation.epoch(),
                List.copyOf(secret.keySet()));
    }

    /** With the number of the person's last turn: some tools want a yes that came after what they told. */
    private static Map<String, Object> context(Dialogue dialogue) {
        Map<String, Object> context = new LinkedHashMap<>(dialogue.context());
        context.put("turn", dialogue.lastHeard());
        return context;
    }

    private Done executed(Conversation conversation, ToolExecutionResponse response, List<String> secrets) {
        Map<String, Object> result = SecretDigits.scrub(response.result(), secrets);
        Map<String, Object> updates = SecretDigits.scrub(response.contextUpdates(), secrets);
        boolean refused = Boolean.FALSE.equals(result.get("success")) || result.containsKey("error");
        Done done = new Done(result, updates, response.flags(), refused ? Outcome.REFUSED : Outcome.SUCCESS);
        Done decided = response.flags().triggersTransfer()
                ? TransferTool.after(done, conversation, transfers(conversation))
                : done;
        return decided.costing(response.extraCost());
    }

    private static Done endCall() {
        return new Done(Map.of("status", "hanging_up"), Map.of(), ToolFlags.HANGUP, Outcome.SUCCESS);
    }

    private boolean transfers(Conversation conversation) {
        return settings.transferChannels().contains(conversation.key().channel());
    }

    private static Done unknown(String tool) {
        return failed(Map.of("error", "unknown tool: " + tool), Outcome.UNKNOWN);
    }

    /** Worded so that a model neither repeats the action by itself nor claims that it happened. */
    public static Done unavailable(String tool) {
        return failed(
                Map.of(
                        "success",
                        false,
                        "error",
                        tool
                                + " is unavailable, outcome unknown: apologise, do not say that it was done, offer to try again"),
                Outcome.UNAVAILABLE);
    }

    private static Done failed(Map<String, Object> result, Outcome outcome) {
        return new Done(result, Map.of(), ToolFlags.NONE, outcome);
    }
}
