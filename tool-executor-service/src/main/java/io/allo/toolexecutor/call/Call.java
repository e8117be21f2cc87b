// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.call;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call: the wire form of {@code /api/calls}. What nobody told is null; costs have four decimals.
 *
 * @param transcript JSON as it was told
 * @param line the telephone's side, null for a conversation without a telephone or without our gateway
 */
@RegisterForReflection
record Call(
        UUID id,
        UUID restaurantId,
        String callId,
        String channel,
        @Nullable String callerPhone,
        CallOutcome outcome,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Integer durationSec,
        @Nullable String endReason,
        @JsonRawValue @Nullable String transcript,
        @Nullable String aiModel,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable Long inputAudioTokens,
        @Nullable Long outputAudioTokens,
        @Nullable BigDecimal costAi,
        @Nullable BigDecimal costTelecom,
        @Nullable BigDecimal costGoogle,
        @Nullable String costCurrency,
        @Nullable Line line) {

    /**
     * What sip-gateway told.
     *
     * @param talkSec from the answer to the end
     * @param transfer {@code transferred busy no-answer …}, null when nobody wanted one
     */
    @RegisterForReflection
    record Line(
            @Nullable String direction,
            @Nullable Instant answeredAt,
            @Nullable Long talkSec,
            @Nullable String transfer) {}

    static Call of(CallEntity row, @Nullable Line line) {
        return new Call(
                row.id,
                row.restaurantId,
                row.callId,
                row.channel,
                row.callerPhone,
                row.outcome(),
                row.startedAt,
                row.endedAt,
                row.durationSec,
                row.endReason,
                row.transcript,
                row.aiModel,
                row.inputTokens,
                row.outputTokens,
                row.inputAudioTokens,
                row.outputAudioTokens,
                row.costAi,
                row.costTelecom,
                row.costGoogle,
                row.costCurrency,
                line);
    }
}
