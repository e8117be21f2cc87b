// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationLog.ToolCall.Outcome;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code talk_to_human}: a person of the business goes on in writing. Offered on text channels where the agent has {@code takeover};
 * {@code transfer_call} means the same there. On the telephone a caller who cannot be put through is noted to be called back.
 */
final class HumanTool {
    static final String NAME = "talk_to_human";
    private static final int LONGEST_REASON = 300;
    private static final ToolFlags SAID = new ToolFlags(false, false, false, true);

    private static final ToolDefinition DEFINITION = new ToolDefinition(
            "function",
            NAME,
            "Asks a person of the business to go on with this conversation. Use it when the person asks for a human, is angry, or"
                    + " needs what you cannot do. What the person is told is said for you: say nothing more.",
            Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of(
                            "reason",
                            Map.of(
                                    "type",
                                    "string",
                                    "description",
                                    "What it is about, in one sentence, for the colleague."))));

    private final HumanDesk desk;

    HumanTool(HumanDesk desk) {
        this.desk = desk;
    }

    /** The session with this tool in it, where somebody may be asked. */
    static SessionConfig offer(SessionConfig session, ContactResolution agent, Channel channel) {
        if (channel == Channel.VOICE || !agent.takeover().on()) {
            return session;
        }
        List<ToolDefinition> tools = new ArrayList<>(session.tools());
        tools.removeIf(tool -> NAME.equals(tool.name()));
        tools.add(DEFINITION);
        return session.with(tools);
    }

    /** Is this call one for a person who writes? */
    static boolean is(Conversation conversation, Message.ToolCall call) {
        return written(conversation) && (NAME.equals(call.tool()) || ToolLoop.TRANSFER_CALL.equals(call.tool()));
    }

    private static boolean written(Conversation conversation) {
        return conversation.key().channel() != Channel.VOICE
                && conversation.setup().agent().takeover().on();
    }

    /** Never fails. */
    Uni<ToolLoop.Done> run(Conversation conversation, Message.ToolCall call) {
        return Uni.createFrom()
                .deferred(() -> desk.ask(conversation, reason(call)))
                .map(words -> new ToolLoop.Done(
                        Map.of("success", true, "said", words), Map.of(), SAID, Outcome.SUCCESS, null, words))
                .onFailure()
                .recoverWithItem(failure -> ToolLoop.unavailable(call.tool()));
    }

    /** A transfer that the telephone refused for want of a number becomes a call back. */
    Uni<ToolLoop.Done> orCallBack(Conversation conversation, Message.ToolCall call, ToolLoop.Done transfer) {
        boolean wanted = transfer.outcome() == Outcome.REFUSED
                && !call.arguments().containsKey("phone_number")
                && conversation.setup().agent().takeover().on();
        return wanted
                ? desk.callBack(conversation, reason(call)).map(kept -> kept ? calledBack(transfer) : transfer)
                : Uni.createFrom().item(transfer);
    }

    private static ToolLoop.Done calledBack(ToolLoop.Done refused) {
        Map<String, Object> result = new LinkedHashMap<>(refused.result());
        result.put(
                "message",
                "nobody can be put through now; a colleague was asked to call back: tell the caller so, and offer to take a message");
        result.put("callback", true);
        return new ToolLoop.Done(result, Map.of(), ToolFlags.NONE, Outcome.REFUSED);
    }

    private static @Nullable String reason(Message.ToolCall call) {
        if (!(call.arguments().get("reason") instanceof String reason) || reason.isBlank()) {
            return null;
        }
        String line = reason.strip();
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) : line;
    }
}
