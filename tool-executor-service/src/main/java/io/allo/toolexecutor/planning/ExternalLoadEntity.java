// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;

@Entity
@Table(name = "kitchen_loads")
class ExternalLoadEntity {
    @Id
    UUID id;

    @Column(name = "restaurant_id")
    UUID restaurantId;

    String type;

    String intensity;

    @ColumnTransformer(read = "cast(resources as text)", write = "cast(cast(? as text) as jsonb)")
    String resources;

    @Column(name = "start_at")
    Instant startAt;

    @Column(name = "end_at")
    Instant endAt;

    String label;

    @Column(name = "created_at")
    Instant createdAt;
}
