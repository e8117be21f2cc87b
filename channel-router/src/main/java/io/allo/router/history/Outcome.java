// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.contracts.EndReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a conversation, in one word: the first that holds, from {@code transferred} to {@code abandoned}. Pure functions. */
final class Outcome {
    private Outcome() {}

    /**
     * @param turns of both sides
     * @return {@code in_progress transferred order_placed reservation_placed message_left error info_only abandoned}
     */
    static String of(
            @Nullable EndReason end,
            List<RecordedConversation.Turn> turns,
            List<RecordedConversation.ToolCall> toolCalls) {
        if (end == null) {
            return "in_progress";
        }
        if (end.equals(EndReason.TRANSFERRED)) {
            return "transferred";
        }
        if (did(toolCalls, "confirm_order")) {
            return "order_placed";
        }
        if (did(toolCalls, "confirm_reservation")) {
            return "reservation_placed";
        }
        if (did(toolCalls, "leave_message")) {
            return "message_left";
        }
        if (end.category() == EndReason.Category.SERVER) {
            return "error";
        }
        return turns.stream().anyMatch(turn -> turn.role().equals("user")) ? "info_only" : "abandoned";
    }

    private static boolean did(List<RecordedConversation.ToolCall> calls, String tool) {
        return calls.stream().anyMatch(call -> call.name().equals(tool) && call.success());
    }
}
