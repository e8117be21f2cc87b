// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code call_facts}, for reading; {@link CallFacts} writes. */
@Entity
@Table(name = "call_facts")
class CallFactsEntity {
    @Id
    @Column(name = "call_id")
    String callId;

    @Nullable
    String direction;

    @Nullable
    String gateway;

    @Nullable
    String codec;

    @Column(name = "offered_at")
    @Nullable
    Instant offeredAt;

    @Column(name = "answered_at")
    @Nullable
    Instant answeredAt;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    @Column(name = "end_category")
    @Nullable
    String endCategory;

    @Column(name = "end_slug")
    @Nullable
    String endSlug;

    @Column(name = "transfer_mode")
    @Nullable
    String transferMode;

    @Column(name = "transfer_outcome")
    @Nullable
    String transferOutcome;

    @Column(name = "transfer_status")
    @Nullable
    Integer transferStatus;

    @Column(name = "duration_ms")
    @Nullable
    Long durationMs;

    @Nullable
    Long packets;

    @Column(name = "packets_lost")
    @Nullable
    Long packetsLost;

    @Column(name = "jitter_ms")
    @Nullable
    Double jitterMs;

    @Nullable
    Double mos;

    @Nullable
    Integer answers;

    @Column(name = "answer_p50_ms")
    @Nullable
    Integer answerP50Ms;

    @Column(name = "answer_p95_ms")
    @Nullable
    Integer answerP95Ms;

    @Column(name = "answer_max_ms")
    @Nullable
    Integer answerMaxMs;
}
