// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationLog.Role;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What another system tells of a call that it held itself, once the call is over.
 *
 * @param words of both sides, in their order; they count only where none came before
 * @param usage what it is paid for; null: nothing
 */
public record CallReport(List<Words> words, @Nullable ModelUsage usage, EndReason reason) {

    public CallReport {
        words = List.copyOf(words);
    }

    /** What one side said without a break. */
    public record Words(Role role, String text) {}

    /** Tells the log of it. @return the conversation with the words */
    Conversation addedTo(Conversation conversation, ConversationLog log, EngineSettings settings, Instant now) {
        if (usage != null) {
            log.used(conversation, usage, now);
        }
        Dialogue dialogue = conversation.dialogue();
        if (dialogue.messages().stream().anyMatch(CallReport::isSpoken)) {
            return conversation;
        }
        for (Words one : words) {
            boolean caller = one.role() == Role.USER;
            UserTurn.Input input = caller ? UserTurn.Input.SPEECH : null;
            log.turn(new ConversationLog.Turn(
                    conversation, dialogue.turns(), one.role(), input, one.text(), now, null, null));
            Message message =
                    caller ? new Message.User(UserTurn.Input.SPEECH, one.text()) : new Message.Agent(one.text());
            dialogue = dialogue.append(message).countingTurn();
        }
        return conversation.with(dialogue.boundedTo(settings.maxMessages()), now);
    }

    private static boolean isSpoken(Message message) {
        return message instanceof Message.User || message instanceof Message.Agent;
    }
}
