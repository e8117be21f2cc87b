// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.blockedphone;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "blocked_phones")
class BlockedPhoneEntity {
    @Id
    UUID id;

    @Column(name = "restaurant_id")
    UUID restaurantId;

    String phone;

    @Nullable
    String reason;

    @Column(name = "created_at")
    Instant createdAt;
}
