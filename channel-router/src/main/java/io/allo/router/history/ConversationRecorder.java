// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.AnswerTimes;
import io.allo.router.conversation.AnsweredBy;
import io.allo.router.conversation.Consent;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationLog;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.cost.CostLedger;
import io.allo.router.privacy.CardDigits;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/** {@link ConversationLog}: counts and, behind the engine's back, writes. */
@Singleton
class ConversationRecorder implements ConversationLog {
    private final ConversationMetrics metrics;
    private final RecordWriter writer;
    private final CostLedger costs;

    ConversationRecorder(ConversationMetrics metrics, RecordWriter writer, CostLedger costs) {
        this.metrics = metrics;
        this.writer = writer;
        this.costs = costs;
    }

    @Override
    public void opened(Conversation conversation) {
        writer.submit(new RecordEntry.Opened(conversation, costs.terms(conversation)));
    }

    @Override
    public void turn(Turn turn) {
        metrics.turn(turn);
        writer.submit(new RecordEntry.Said(StoredWords.of(turn)));
    }

    @Override
    public void toolCall(ToolCall call) {
        metrics.toolCall(call);
        writer.submit(new RecordEntry.Called(StoredWords.of(call)));
    }

    @Override
    public void used(Conversation conversation, ModelUsage usage, Instant at) {
        CostLedger.Priced priced = costs.price(usage);
        metrics.used(usage, priced);
        String agent = conversation.setup().agent().agentId();
        writer.submit(new RecordEntry.Used(UUID.randomUUID(), conversation.id(), agent, usage, at, priced));
    }

    @Override
    public void interrupted(Conversation conversation, int turnNumber, String heardText) {
        writer.submit(new RecordEntry.Interrupted(conversation.id(), turnNumber, CardDigits.mask(heardText)));
    }

    @Override
    public void timed(Conversation conversation, int turnNumber, AnswerTimes times) {
        writer.submit(new RecordEntry.Timed(conversation.id(), turnNumber, times));
    }

    @Override
    public void answeredBy(Conversation conversation, AnsweredBy who) {
        writer.submit(new RecordEntry.Answered(conversation.id(), who));
    }

    @Override
    public void consented(Conversation conversation, Consent consent) {
        writer.submit(new RecordEntry.Consented(
                conversation.id(), conversation.setup().agent().privacy().consent(), consent));
    }

    @Override
    public void handedOver(Conversation after, String formerAgent, Instant at) {
        writer.submit(new RecordEntry.HandedOver(after, formerAgent, at));
    }

    @Override
    public void ended(Conversation conversation, EndReason reason, Instant at) {
        metrics.ended(conversation, reason);
        writer.submit(new RecordEntry.Ended(conversation.id(), reason, at));
    }
}
