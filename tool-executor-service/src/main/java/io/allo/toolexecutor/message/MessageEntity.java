// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.message;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "messages")
class MessageEntity {
    @Id
    UUID id;

    @Column(name = "restaurant_id")
    UUID restaurantId;

    @Column(name = "call_id")
    @Nullable
    String callId;

    @Column(name = "caller_phone")
    @Nullable
    String callerPhone;

    @Column(name = "caller_name")
    @Nullable
    String callerName;

    String content;

    String category;

    @Column(name = "is_read")
    boolean read;

    @Column(name = "is_urgent")
    boolean urgent;

    @Column(name = "created_at")
    Instant createdAt;
}
