// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.AnswerTimes;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationLog;
import io.allo.router.conversation.ModelUsage;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Notes whose conversations have changed on this replica, so that pages on any replica look again. No words travel. */
@Singleton
class LiveFacts implements ConversationLog {
    private final Changes changes;

    LiveFacts(Changes changes) {
        this.changes = changes;
    }

    private void changed(Conversation conversation) {
        changes.of(conversation.key().accountId());
    }

    @Override
    public void opened(Conversation conversation) {
        changed(conversation);
    }

    @Override
    public void turn(Turn turn) {
        changed(turn.conversation());
    }

    @Override
    public void toolCall(ToolCall call) {
        changed(call.conversation());
    }

    @Override
    public void used(Conversation conversation, ModelUsage usage, Instant at) {
        changed(conversation);
    }

    @Override
    public void interrupted(Conversation conversation, int turnNumber, String heardText) {
        changed(conversation);
    }

    @Override
    public void timed(Conversation conversation, int turnNumber, AnswerTimes times) {
        changed(conversation);
    }

    @Override
    public void handedOver(Conversation after, String formerAgent, Instant at) {
        changed(after);
    }

    @Override
    public void ended(Conversation conversation, EndReason reason, Instant at) {
        changed(conversation);
    }
}
