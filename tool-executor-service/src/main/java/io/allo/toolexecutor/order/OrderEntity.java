// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "orders")
class OrderEntity {
    @Id
    UUID id;

    @Column(name = "restaurant_id")
    UUID restaurantId;

    @Column(name = "order_number")
    long orderNumber;

    @Column(name = "call_id")
    @Nullable
    String callId;

    @Column(name = "customer_id")
    @Nullable
    UUID customerId;

    @Column(name = "customer_name")
    @Nullable
    String customerName;

    @Column(name = "customer_phone")
    @Nullable
    String customerPhone;

    @Column(name = "order_type")
    String orderType;

    String status;

    BigDecimal subtotal;

    @Column(name = "delivery_fee")
    BigDecimal deliveryFee;

    BigDecimal total;

    @Column(name = "total_sent")
    @Nullable
    BigDecimal totalSent;

    @Column(name = "total_mismatch")
    boolean totalMismatch;

    @Column(name = "payment_method")
    String paymentMethod;

    String notes;

    @Column(name = "delivery_address")
    @Nullable
    String deliveryAddress;

    @Column(name = "delivery_distance_km")
    @Nullable
    BigDecimal deliveryDistanceKm;

    @Column(name = "delivery_lat")
    @Nullable
    BigDecimal deliveryLat;

    @Column(name = "delivery_lng")
    @Nullable
    BigDecimal deliveryLng;

    @Column(name = "estimated_ready_at")
    Instant estimatedReadyAt;

    @Column(name = "order_size")
    @Nullable
    String orderSize;

    @Column(name = "cook_start_at")
    @Nullable
    Instant cookStartAt;

    @Column(name = "handoff_at")
    @Nullable
    Instant handoffAt;

    String source;

    @Column(name = "content_hash")
    String contentHash;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @OneToMany(mappedBy = "order", cascade = CascadeType.PERSIST, orphanRemoval = true, fetch = FetchType.LAZY)
    @OrderBy("position")
    List<OrderLineEntity> lines = new ArrayList<>();
}
