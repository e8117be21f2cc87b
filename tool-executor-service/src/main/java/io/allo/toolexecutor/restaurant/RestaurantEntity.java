// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.restaurant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** Row of {@code restaurants}; {@code version} is raised by a statement, never by an entity. */
@Entity
@Table(name = "restaurants")
class RestaurantEntity {
    @Id
    UUID id;

    @Column(name = "account_id")
    String accountId;

    @Column(insertable = false, updatable = false)
    long version;

    String name;

    @Column(name = "cuisine_type")
    @Nullable
    String cuisineType;

    @Nullable
    String address;

    @Nullable
    String city;

    @Column(name = "postal_code")
    @Nullable
    String postalCode;

    String country;

    @Nullable
    String phone;

    String timezone;

    String currency;

    String voice;

    @Nullable
    String instructions;

    // Bound as text and cast: the driver would otherwise send a JSON string literal.
    @Column(name = "opening_hours_text")
    @ColumnTransformer(read = "cast(opening_hours_text as text)", write = "cast(cast(? as text) as jsonb)")
    String openingHoursText;

    @Column(name = "opening_hours")
    @ColumnTransformer(read = "cast(opening_hours as text)", write = "cast(cast(? as text) as jsonb)")
    String openingHours;

    @Column(name = "avg_prep_time_min")
    int avgPrepTimeMin;

    @Nullable
    Double latitude;

    @Nullable
    Double longitude;

    @Column(name = "delivery_enabled")
    boolean deliveryEnabled;

    @Column(name = "delivery_radius_km")
    @Nullable
    BigDecimal deliveryRadiusKm;

    @Column(name = "delivery_fee")
    @Nullable
    BigDecimal deliveryFee;

    @Column(name = "delivery_free_above")
    @Nullable
    BigDecimal deliveryFreeAbove;

    @Column(name = "min_order_amount")
    @Nullable
    BigDecimal minOrderAmount;

    @Column(name = "reservation_enabled")
    boolean reservationEnabled;

    @Column(name = "total_seats")
    int totalSeats;

    @Column(name = "avg_meal_duration_min")
    int avgMealDurationMin;

    @Column(name = "min_reservation_advance_min")
    int minReservationAdvanceMin;

    @Column(name = "max_reservation_advance_days")
    int maxReservationAdvanceDays;

    @Column(name = "order_status_enabled")
    boolean orderStatusEnabled;

    @Column(name = "transfer_enabled")
    boolean transferEnabled;

    @Column(name = "transfer_phone_number")
    @Nullable
    String transferPhoneNumber;

    @Column(name = "transfer_automatic")
    boolean transferAutomatic;

    @Column(name = "ai_cost_margin_pct")
    @Nullable
    BigDecimal aiCostMarginPct;

    @Column(name = "planning_config")
    @ColumnTransformer(read = "cast(planning_config as text)", write = "cast(cast(? as text) as jsonb)")
    @Nullable
    String planningConfig;

    @Column(name = "check_opening_hours")
    boolean checkOpeningHours;

    @Column(name = "availability_uses_planning")
    boolean availabilityUsesPlanning;

    @Column(name = "updated_at")
    Instant updatedAt;
}
