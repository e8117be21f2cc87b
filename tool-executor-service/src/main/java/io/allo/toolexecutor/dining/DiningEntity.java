// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.dining;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;

/** A room, a table, a dining service or an offer; its fields are in the document. */
@Entity
@Table(name = "dining_things")
class DiningEntity {
    @Id
    UUID id;

    @Column(name = "restaurant_id")
    UUID restaurantId;

    String kind;

    @Column(insertable = false, updatable = false)
    long position;

    @ColumnTransformer(read = "cast(document as text)", write = "cast(cast(? as text) as jsonb)")
    String document;
}
