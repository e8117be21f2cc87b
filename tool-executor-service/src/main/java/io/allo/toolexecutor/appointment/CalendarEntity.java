// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;

@Entity
@Table(name = "calendars")
class CalendarEntity {
    @Id
    UUID id;

    @Column(name = "account_id")
    String accountId;

    @ColumnTransformer(read = "cast(document as text)", write = "cast(cast(? as text) as jsonb)")
    String document;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;
}
