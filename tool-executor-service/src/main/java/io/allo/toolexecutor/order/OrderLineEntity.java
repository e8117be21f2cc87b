// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "order_lines")
class OrderLineEntity {
    @Id
    UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "order_id")
    OrderEntity order;

    int position;

    @Column(name = "menu_item_id")
    @Nullable
    UUID menuItemId;

    String name;

    int quantity;

    @Column(name = "unit_price")
    BigDecimal unitPrice;

    @Column(name = "line_total")
    BigDecimal lineTotal;

    @ColumnTransformer(read = "cast(options as text)", write = "cast(cast(? as text) as jsonb)")
    String options;

    String notes;
}
