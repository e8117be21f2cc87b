// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.toolexecutor.config.Json;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.Set;
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

    /** The next line of this order; an item that is not the restaurant's is kept by name only. */
    static OrderLineEntity of(OrderEntity order, OrderDraft.Line line, Set<UUID> known, Json json) {
        OrderLineEntity row = new OrderLineEntity();
        row.id = UUID.randomUUID();
        row.order = order;
        row.position =
                order.lines.stream().mapToInt(other -> other.position + 1).max().orElse(0);
        row.menuItemId = line.menuItemId() != null && known.contains(line.menuItemId()) ? line.menuItemId() : null;
        row.name = line.name();
        row.quantity = line.price().quantity();
        row.unitPrice = line.price().unitPrice();
        row.lineTotal = line.price().total();
        row.options = json.write(line.options());
        row.notes = line.notes();
        return row;
    }
}
