// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What came of a call. */
class OutcomeTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final RecordedConversation.Turn TURN =
            new RecordedConversation.Turn(0, "user", "speech", "Bonjour", null, AT, null, null, null, null);

    @Test
    @DisplayName("A121: transferred, order, reservation, message, error, information, abandoned: the first that holds")
    void theFirstThatHolds() {
        var order = call("confirm_order", true);
        var message = call("leave_message", true);
        assertThat(outcome(null, List.of(order))).isEqualTo("in_progress");
        assertThat(outcome(EndReason.TRANSFERRED, List.of(order))).isEqualTo("transferred");
        assertThat(outcome(EndReason.CALLER_HANGUP, List.of(message, order))).isEqualTo("order_placed");
        assertThat(outcome(EndReason.CALLER_HANGUP, List.of(message, call("confirm_reservation", true))))
                .isEqualTo("reservation_placed");
        assertThat(outcome(EndReason.CALLER_HANGUP, List.of(call("confirm_order", false), message)))
                .isEqualTo("message_left");
        assertThat(outcome(EndReason.GATEWAY_LOST, List.of())).isEqualTo("error");
        assertThat(outcome(EndReason.AGENT_HANGUP, List.of(call("confirm_order", false))))
                .isEqualTo("info_only");
        assertThat(Outcome.of(EndReason.IDLE, List.of(), List.of())).isEqualTo("abandoned");
    }

    private static String outcome(@Nullable EndReason end, List<RecordedConversation.ToolCall> calls) {
        return Outcome.of(end, List.of(TURN), calls);
    }

    private static RecordedConversation.ToolCall call(String tool, boolean success) {
        return new RecordedConversation.ToolCall(
                0, "call", tool, Map.of(), Map.of(), success, success ? "success" : "refused", AT, 1, null);
    }
}
