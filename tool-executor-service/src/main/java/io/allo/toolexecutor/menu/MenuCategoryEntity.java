// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.menu;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "menu_categories")
class MenuCategoryEntity {
    @Id
    UUID id;

    @Column(name = "restaurant_id")
    UUID restaurantId;

    String name;

    @Column(name = "display_order")
    int displayOrder;

    boolean active;
}
