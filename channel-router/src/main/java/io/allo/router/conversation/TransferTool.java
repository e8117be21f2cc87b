// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationLog.ToolCall.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code transfer_call}: with {@code phone_number} and {@code announcement}, or with a {@code reason} alone for the number that
 * the business has set. Its result is {@code {success, message, transferred_to}}: the number as it was asked for, stripped of all
 * but digits, {@code +}, {@code #} and {@code *}; dialled is its E.164 form. Success means that the caller is on his way.
 */
final class TransferTool {
    private static final Logger LOG = Logger.getLogger(TransferTool.class);
    private static final int LONGEST_NUMBER = 40;
    private static final int LONGEST_TEXT = 600;

    private TransferTool() {}

    /** @param possible this channel can hand somebody over */
    static ToolLoop.Done run(Conversation conversation, Message.ToolCall call, boolean possible) {
        String announcement = text(call, "announcement");
        String wanted = text(call, "phone_number");
        boolean named = call.arguments().containsKey("phone_number");
        String number = named ? stripped(wanted) : stripped(configured(conversation));
        LOG.infof(
                "transfer asked for: number %s, announcement %s",
                masked(number), announcement == null ? "none" : "yes");
        if (number.chars().noneMatch(Character::isDigit)) {
            return refused(
                    named
                            ? "this is no telephone number: ask for it again"
                            : "no transfer number is configured: offer to take a message instead");
        }
        if (!possible) {
            return refused("transfer not available yet: offer to take a message instead");
        }
        String e164 = CallerNumber.toE164(number, conversation.setup().agent().region());
        Action.Transfer transfer = new Action.Transfer(e164 == null ? number : e164, text(call, "reason"));
        return new ToolLoop.Done(
                result(true, "the call is being transferred", number),
                Map.of(),
                announcement == null ? ToolFlags.TRANSFER : ToolFlags.ANNOUNCED_TRANSFER,
                Outcome.SUCCESS,
                transfer,
                announcement);
    }

    /** Another tool, done, wants the caller handed over to the number that the business has set. Without one he stays. */
    static ToolLoop.Done after(ToolLoop.Done done, Conversation conversation, boolean possible) {
        String number = stripped(configured(conversation));
        boolean reachable = possible && number.chars().anyMatch(Character::isDigit);
        if (!reachable) {
            Map<String, Object> told = new LinkedHashMap<>(done.result());
            told.put("transfer", "not possible: offer to take a message instead");
            return new ToolLoop.Done(told, done.contextUpdates(), ToolFlags.NONE, done.outcome(), null, null);
        }
        String e164 = CallerNumber.toE164(number, conversation.setup().agent().region());
        Action.Transfer transfer = new Action.Transfer(e164 == null ? number : e164, null);
        return new ToolLoop.Done(done.result(), done.contextUpdates(), done.flags(), done.outcome(), transfer, null);
    }

    private static @Nullable String configured(Conversation conversation) {
        String ofSession = conversation.setup().session().transferPhoneNumber();
        return ofSession == null || ofSession.isBlank()
                ? conversation.setup().agent().transferNumber()
                : ofSession;
    }

    /** Keeps digits, {@code +}, {@code #} and {@code *}. */
    static String stripped(@Nullable String number) {
        if (number == null || number.length() > LONGEST_NUMBER) {
            return "";
        }
        return number.replaceAll("[^0-9+#*]", "");
    }

    private static @Nullable String text(Message.ToolCall call, String name) {
        if (!(call.arguments().get(name) instanceof String text) || text.isBlank()) {
            return null;
        }
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text.strip();
    }

    /** The last two digits are enough to tell two numbers apart in a log. */
    private static String masked(String number) {
        return number.isEmpty() ? "none" : "…" + number.substring(Math.max(0, number.length() - 2));
    }

    private static ToolLoop.Done refused(String why) {
        return new ToolLoop.Done(result(false, why, null), Map.of(), ToolFlags.NONE, Outcome.REFUSED, null, null);
    }

    private static Map<String, Object> result(boolean success, String message, @Nullable String transferredTo) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("success", success);
        result.put("message", message);
        result.put("transferred_to", transferredTo);
        return result;
    }
}
