// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.call;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "calls")
class CallEntity {
    @Id
    UUID id;

    @Column(name = "restaurant_id")
    UUID restaurantId;

    @Column(name = "call_id")
    String callId;

    String channel;

    @Column(name = "caller_phone")
    @Nullable
    String callerPhone;

    String outcome;

    @Column(name = "started_at")
    Instant startedAt;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    @Column(name = "duration_sec")
    @Nullable
    Integer durationSec;

    @Column(name = "end_reason")
    @Nullable
    String endReason;

    /** JSON. */
    @Nullable
    String transcript;

    @Column(name = "ai_model")
    @Nullable
    String aiModel;

    @Column(name = "input_tokens")
    @Nullable
    Long inputTokens;

    @Column(name = "output_tokens")
    @Nullable
    Long outputTokens;

    @Column(name = "input_audio_tokens")
    @Nullable
    Long inputAudioTokens;

    @Column(name = "output_audio_tokens")
    @Nullable
    Long outputAudioTokens;

    @Column(name = "cost_ai")
    @Nullable
    BigDecimal costAi;

    @Column(name = "cost_telecom")
    @Nullable
    BigDecimal costTelecom;

    @Column(name = "cost_google")
    @Nullable
    BigDecimal costGoogle;

    @Column(name = "cost_currency")
    @Nullable
    String costCurrency;

    @Column(name = "updated_at")
    Instant updatedAt;

    CallOutcome outcome() {
        return CallOutcome.of(outcome);
    }
}
