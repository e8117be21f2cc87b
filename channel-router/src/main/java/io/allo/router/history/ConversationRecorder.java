// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationLog;
import jakarta.inject.Singleton;
import java.time.Instant;

/** {@link ConversationLog}: counts and, behind the engine's back, writes. */
@Singleton
class ConversationRecorder implements ConversationLog {
    private final ConversationMetrics metrics;

    ConversationRecorder(ConversationMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void opened(Conversation conversation) {}

    @Override
    public void turn(Turn turn) {
        metrics.turn(turn);
    }

    @Override
    public void toolCall(ToolCall call) {
        metrics.toolCall(call);
    }

    @Override
    public void interrupted(Conversation conversation, int turnNumber, String heardText) {}

    @Override
    public void ended(Conversation conversation, EndReason reason, Instant at) {}
}
