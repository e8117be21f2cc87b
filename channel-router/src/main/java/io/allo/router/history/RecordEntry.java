// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.PrivacySettings;
import io.allo.router.conversation.AnswerTimes;
import io.allo.router.conversation.AnsweredBy;
import io.allo.router.conversation.Consent;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationLog;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.cost.CostLedger;
import io.allo.router.cost.CostTerms;
import java.time.Instant;
import java.util.UUID;

/** Something to be recorded. Writing one twice changes nothing. */
sealed interface RecordEntry {

    record Opened(Conversation conversation, CostTerms terms) implements RecordEntry {}

    record Said(ConversationLog.Turn turn) implements RecordEntry {}

    record Called(ConversationLog.ToolCall call) implements RecordEntry {}

    record Interrupted(String conversationId, int turnNumber, String heardText) implements RecordEntry {}

    record Timed(String conversationId, int turnNumber, AnswerTimes times) implements RecordEntry {}

    /** @param id made up for this one usage */
    record Used(UUID id, String conversationId, String agentId, ModelUsage usage, Instant at, CostLedger.Priced priced)
            implements RecordEntry {}

    record Consented(String conversationId, PrivacySettings.Consent policy, Consent consent) implements RecordEntry {}

    record Answered(String conversationId, AnsweredBy by) implements RecordEntry {}

    /** @param after as the next agent has it */
    record HandedOver(Conversation after, String formerAgent, Instant at) implements RecordEntry {}

    record Ended(String conversationId, EndReason reason, Instant at) implements RecordEntry {}
}
