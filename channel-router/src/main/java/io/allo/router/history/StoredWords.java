// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationLog.Role;
import io.allo.router.conversation.ConversationLog.ToolCall;
import io.allo.router.conversation.ConversationLog.Turn;
import io.allo.router.privacy.CardDigits;
import java.util.List;

/** What is said and done, as it may be stored: without the digits of payment cards. */
final class StoredWords {
    /** A card's date and its code come within so many entries after its number. */
    private static final int ENTRIES_AFTER_CARD = 4;

    private StoredWords() {}

    static Turn of(Turn turn) {
        String text = turn.role() == Role.USER && CardDigits.mayBeCode(turn.text()) && cardCameBefore(turn)
                ? CardDigits.all(turn.text())
                : CardDigits.mask(turn.text());
        return new Turn(
                turn.conversation(),
                turn.number(),
                turn.role(),
                turn.input(),
                text,
                turn.at(),
                turn.firstWords(),
                turn.whole());
    }

    static ToolCall of(ToolCall call) {
        return new ToolCall(
                call.conversation(),
                call.number(),
                call.toolCallId(),
                call.tool(),
                CardDigits.mask(call.arguments()),
                CardDigits.mask(call.result()),
                call.outcome(),
                call.at(),
                call.took(),
                call.extraCost());
    }

    private static boolean cardCameBefore(Turn turn) {
        List<String> entries = turn.conversation().dialogue().messages().stream()
                .filter(Message.User.class::isInstance)
                .map(message -> ((Message.User) message).text())
                .toList();
        return entries.subList(Math.max(0, entries.size() - ENTRIES_AFTER_CARD), entries.size()).stream()
                .anyMatch(CardDigits::in);
    }
}
