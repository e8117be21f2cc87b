// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.customer;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "customers")
class CustomerEntity {
    @Id
    UUID id;

    @Column(name = "restaurant_id")
    UUID restaurantId;

    String phone;

    @Column(name = "first_name")
    @Nullable
    String firstName;

    @Column(name = "last_name")
    @Nullable
    String lastName;

    @Column(name = "delivery_address")
    @Nullable
    String deliveryAddress;

    @Column(name = "delivery_city")
    @Nullable
    String deliveryCity;

    @Column(name = "delivery_postal_code")
    @Nullable
    String deliveryPostalCode;

    @Column(name = "delivery_notes")
    @Nullable
    String deliveryNotes;

    @Column(name = "delivery_lat")
    @Nullable
    BigDecimal deliveryLat;

    @Column(name = "delivery_lng")
    @Nullable
    BigDecimal deliveryLng;

    @Column(name = "total_orders")
    int totalOrders;

    @Column(name = "total_spent")
    BigDecimal totalSpent;

    @Column(name = "last_order_at")
    @Nullable
    Instant lastOrderAt;
}
