// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationLog;
import java.time.Instant;

/** Something to be recorded. Writing one twice changes nothing. */
sealed interface RecordEntry {

    record Opened(Conversation conversation) implements RecordEntry {}

    record Said(ConversationLog.Turn turn) implements RecordEntry {}

    record Called(ConversationLog.ToolCall call) implements RecordEntry {}

    record Interrupted(String conversationId, int turnNumber, String heardText) implements RecordEntry {}

    record Ended(String conversationId, EndReason reason, Instant at) implements RecordEntry {}
}
