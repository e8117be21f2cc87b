// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.phoneline;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Row of {@code phone_lines}. */
@Entity
@Table(name = "phone_lines")
class PhoneLineEntity {
    @Id
    public UUID id;

    @Column(name = "account_id")
    public UUID accountId;

    @Column(name = "restaurant_id")
    public @Nullable UUID restaurantId;

    @Column(name = "agent_id")
    public @Nullable UUID agentId;

    @Column(name = "phone_number", columnDefinition = "text")
    public String phoneNumber;

    public String provider = "sip";

    @Column(name = "sip_domain", columnDefinition = "text")
    public @Nullable String sipDomain;

    @Column(name = "sip_username", columnDefinition = "text")
    public @Nullable String sipUsername;

    /** Encrypted, see {@code secret}; legacy rows may hold plain text. */
    @Column(name = "sip_password", columnDefinition = "text")
    public @Nullable String sipPassword;

    @Column(name = "is_active")
    public boolean active = true;

    @Column(name = "updated_at")
    public Instant updatedAt;
}
