// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationLog.ToolCall.Outcome;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs one tool call of a model and says what follows from it. {@code end_call} and {@code transfer_call} are done here, all
 * others by the {@link ToolInvoker}. Never fails: what goes wrong becomes a result that the model can put into words.
 * Stateless; used by text turns, the speech pipeline and speech-to-speech models alike.
 */
public final class ToolLoop {
    private static final Logger LOG = Logger.getLogger(ToolLoop.class);
    static final String END_CALL = "end_call";
    static final String TRANSFER_CALL = "transfer_call";

    private final ToolInvoker invoker;
    private final EngineSettings settings;

    public ToolLoop(ToolInvoker invoker, EngineSettings settings) {
        this.invoker = invoker;
        this.settings = settings;
    }

    /**
     * What came of a call.
     *
     * @param transfer where to when the flags trigger a transfer, else null
     * @param announcement what the agent says before it, instead of the model's words
     */
    public record Done(
            Map<String, Object> result,
            Map<String, Object> contextUpdates,
            ToolFlags flags,
            Outcome outcome,
            AgentEvent.Action.@Nullable Transfer transfer,
            @Nullable String announcement) {

        Done(Map<String, Object> result, Map<String, Object> contextUpdates, ToolFlags flags, Outcome outcome) {
            this(result, contextUpdates, flags, outcome, null, null);
        }
    }

    /** Runs the call within {@link EngineSettings#toolTimeout}. */
    public Uni<Done> run(Conversation conversation, Message.ToolCall call) {
        SessionConfig session = conversation.setup().session();
        if (session.tools().stream().noneMatch(tool -> call.tool().equals(tool.name()))) {
            return Uni.createFrom().item(unknown(call.tool()));
        }
        return switch (call.tool()) {
            case END_CALL -> Uni.createFrom().item(endCall());
            case TRANSFER_CALL -> Uni.createFrom().item(TransferTool.run(conversation, call, transfers(conversation)));
            default -> execute(conversation, call);
        };
    }

    private Uni<Done> execute(Conversation conversation, Message.ToolCall call) {
        ToolExecutionRequest request = new ToolExecutionRequest(
                conversation.id(),
                call.id(),
                conversation.key().accountId(),
                conversation.setup().agent().agentId(),
                call.tool(),
                call.arguments(),
                conversation.dialogue().context(),
                conversation.epoch());
        Duration limit = settings.toolTimeout();
        return Uni.createFrom()
                .deferred(() -> invoker.execute(request))
                .ifNoItem()
                .after(limit)
                .fail()
                .map(ToolLoop::executed)
                .onFailure()
                .recoverWithItem(failure -> {
                    ConversationScope.run(
                            conversation, () -> LOG.warnf("%s has an unknown outcome (%s)", call.tool(), failure));
                    return unavailable(call.tool());
                });
    }

    private static Done executed(ToolExecutionResponse response) {
        Map<String, Object> result = response.result();
        boolean refused = Boolean.FALSE.equals(result.get("success")) || result.containsKey("error");
        return new Done(
                result, response.contextUpdates(), response.flags(), refused ? Outcome.REFUSED : Outcome.SUCCESS);
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
