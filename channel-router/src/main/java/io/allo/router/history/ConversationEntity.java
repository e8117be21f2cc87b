// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code conversations}, for reading; {@link RecordStatements} writes. */
@Entity
@Table(name = "conversations")
class ConversationEntity {
    @Id
    String id;

    @Column(name = "account_id")
    String accountId;

    String channel;

    @Column(name = "agent_id")
    String agentId;

    @Column(name = "agent_name", columnDefinition = "text")
    String agentName;

    @Column(name = "restaurant_id")
    @Nullable
    String restaurantId;

    @Nullable
    String caller;

    String language;

    boolean degraded;

    @Column(name = "started_at")
    Instant startedAt;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    @Column(name = "erased_at")
    @Nullable
    Instant erasedAt;

    @Column(name = "answered_by")
    @Nullable
    String answeredBy;

    @Column(name = "consent_policy")
    @Nullable
    String consentPolicy;

    @Column(name = "consent_decision")
    @Nullable
    String consentDecision;

    @Column(name = "consent_way")
    @Nullable
    String consentWay;

    @Column(name = "consent_at")
    @Nullable
    Instant consentAt;

    @Column(name = "end_category")
    @Nullable
    String endCategory;

    @Column(name = "end_slug")
    @Nullable
    String endSlug;
}
