// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.allo.contracts.EndReason;
import io.allo.contracts.pricing.ConversationCost;
import io.allo.router.history.RecordedConversation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/calls}: what an existing business application is told by {@code onCallEndWebhook}.
 *
 * @param transcript what was really heard of the agent; without the turns of which no words are kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record CallReport(
        @Nullable String restaurantId,
        String callId,
        String agentId,
        String channel,
        @Nullable String callerPhone,
        @Nullable String outcome,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Long durationSec,
        @Nullable String endReason,
        @Nullable List<Turn> transcript,
        @Nullable String aiModel,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable Long inputAudioTokens,
        @Nullable Long outputAudioTokens,
        @Nullable BigDecimal costAi,
        @Nullable BigDecimal costTelecom,
        @Nullable BigDecimal costGoogle,
        @Nullable BigDecimal costTools,
        @Nullable String costCurrency) {
    private static final int MILLIS = 1000;
    /** The business keeps no more of one call. */
    private static final int MOST_TURNS = 1000;

    private static final int LONGEST_TURN = 2000;
    private static final int LONGEST_TRANSCRIPT = 150_000;

    /** @param role {@code user} or {@code assistant}, as existing applications call them */
    @RegisterForReflection
    record Turn(String role, String text, Instant at) {}

    static CallReport of(RecordedConversation record) {
        ConversationCost cost = record.cost();
        EndReason reason = record.endReason();
        Long lasted = record.durationMs();
        return new CallReport(
                record.agent().restaurantId(),
                record.id(),
                record.agent().id(),
                record.channel(),
                record.caller(),
                record.outcome(),
                record.startedAt(),
                record.endedAt(),
                lasted == null ? null : lasted / MILLIS,
                reason == null ? null : reason.toString(),
                transcript(record),
                cost == null ? null : cost.aiModel(),
                cost == null ? null : cost.inputTokens(),
                cost == null ? null : cost.outputTokens(),
                cost == null ? null : cost.inputAudioTokens(),
                cost == null ? null : cost.outputAudioTokens(),
                cost == null ? null : cost.costAi(),
                cost == null ? null : cost.costTelecom(),
                cost == null ? null : cost.costGoogle(),
                cost == null ? null : cost.costTools(),
                cost == null ? null : cost.costCurrency());
    }

    private static @Nullable List<Turn> transcript(RecordedConversation record) {
        if (record.turns() == null) {
            return null;
        }
        int[] room = {LONGEST_TRANSCRIPT};
        List<Turn> words = record.turns().stream()
                .map(CallReport::turn)
                .filter(turn -> !turn.text().isBlank())
                .limit(MOST_TURNS)
                .takeWhile(turn -> (room[0] -= turn.text().length()) > 0)
                .toList();
        return words.isEmpty() ? null : words;
    }

    private static Turn turn(RecordedConversation.Turn turn) {
        String heard = turn.heardText() == null ? turn.text() : turn.heardText();
        String text = heard.length() > LONGEST_TURN ? heard.substring(0, LONGEST_TURN) : heard;
        return new Turn(turn.role().equals("agent") ? "assistant" : turn.role(), text, turn.at());
    }
}
