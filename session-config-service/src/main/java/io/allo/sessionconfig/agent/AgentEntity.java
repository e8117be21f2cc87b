// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.agent;

import io.allo.contracts.session.ModelTuning;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

/** Row of {@code agents}. */
@Entity
@Table(name = "agents")
public class AgentEntity {
    @Id
    public UUID id;

    @Column(name = "account_id")
    public UUID accountId;

    @Column(columnDefinition = "text")
    public String name;

    @Column(name = "base_prompt", columnDefinition = "text")
    public @Nullable String basePrompt;

    @Column(name = "ai_model", columnDefinition = "text")
    public String model;

    @Column(name = "ai_voice", columnDefinition = "text")
    public String voice;

    /** BCP 47 tags, comma separated, first = default. */
    @Column(columnDefinition = "text")
    public String languages;

    @Column(name = "ring_timeout_seconds")
    public double ringTimeoutSeconds;

    @Column(name = "max_call_duration_sec")
    public int maxCallDurationSec;

    @Column(name = "external_session_url", columnDefinition = "text")
    public @Nullable String externalSessionUrl;

    /** Encrypted, see {@code secret}. */
    @Column(name = "external_session_key", columnDefinition = "text")
    public @Nullable String externalSessionKey;

    @Column(name = "transfer_number", columnDefinition = "text")
    public @Nullable String transferNumber;

    /** Free-form JSON object; {@code restaurantId} and {@code privacy} are the keys that Allo itself reads. */
    @Column(columnDefinition = "text")
    public String config;

    /** JSON object, written by the management API only; {@link ModelTuning} is what is read of it here. */
    @Formula("cast(settings as text)")
    public @Nullable String settings;

    @Column(name = "is_active")
    public boolean active = true;

    @Column(name = "updated_at")
    public Instant updatedAt;
}
