// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.router.conversation.ChatModel.Message;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What a turn tells the record. */
record TurnNotes(ConversationLog log, ToolLoop tools, Clock clock) {

    /** The person's words. A resumed turn's too: what a replica had not yet written down when it died is lost. */
    void heard(Conversation conversation, UserTurn turn) {
        int number = conversation.dialogue().turns() - 1;
        log.turn(ConversationLog.Turn.heard(conversation, number, turn));
    }

    void called(Conversation conversation, Message.ToolCall call, ToolLoop.Done done, Instant begun) {
        log.toolCall(new ConversationLog.ToolCall(
                conversation,
                callNumber(call.id()),
                call.id(),
                call.tool(),
                tools.recordable(conversation, call),
                done.result(),
                done.outcome(),
                begun,
                Duration.between(begun, clock.instant()),
                done.extraCost()));
    }

    static int callNumber(String uniqueId) {
        return Integer.parseInt(uniqueId.substring(0, uniqueId.indexOf('-'))) - 1;
    }

    void used(Conversation conversation, ModelUsage usage) {
        log.used(conversation, usage, clock.instant());
    }
}
