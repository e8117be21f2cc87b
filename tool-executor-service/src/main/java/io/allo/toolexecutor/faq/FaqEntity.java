// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.faq;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "faqs")
class FaqEntity {
    @Id
    UUID id;

    @Column(name = "restaurant_id")
    UUID restaurantId;

    String question;

    @Nullable
    String answer;

    String category;

    String status;

    @Column(name = "ask_count")
    int askCount;

    @Column(name = "last_caller_phone")
    @Nullable
    String lastCallerPhone;

    @Column(name = "last_asked_at")
    @Nullable
    Instant lastAskedAt;
}
