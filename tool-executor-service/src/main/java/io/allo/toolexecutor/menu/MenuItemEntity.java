// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.menu;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A dish; without a category it is a set menu. */
@Entity
@Table(name = "menu_items")
class MenuItemEntity {
    @Id
    UUID id;

    @Column(name = "restaurant_id")
    UUID restaurantId;

    @Column(name = "category_id")
    @Nullable
    UUID categoryId;

    String name;

    @Nullable
    String description;

    BigDecimal price;

    @ColumnTransformer(read = "cast(options as text)", write = "cast(cast(? as text) as jsonb)")
    String options;

    @ColumnTransformer(read = "cast(allergens as text)", write = "cast(cast(? as text) as jsonb)")
    String allergens;

    boolean available;

    @Column(name = "display_order")
    int displayOrder;
}
