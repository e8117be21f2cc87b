// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.restaurant;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.toolexecutor.config.Json;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings part of an import document; checked against its JSON Schema before, so only defaults are left to do here.
 * Names and units as in {@code SessionFacts.Restaurant}.
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record RestaurantSettings(
        String accountId,
        String name,
        @Nullable String cuisineType,
        @Nullable String address,
        @Nullable String city,
        @Nullable String postalCode,
        @Nullable String country,
        @Nullable String phone,
        @Nullable String timezone,
        @Nullable String currency,
        @Nullable String voice,
        @Nullable String instructions,
        @Nullable Map<String, String> openingHoursText,
        @Nullable Map<String, List<Map<String, String>>> openingHours,
        @Nullable Integer avgPrepTimeMin,
        @Nullable Double latitude,
        @Nullable Double longitude,
        @Nullable Boolean deliveryEnabled,
        @Nullable BigDecimal deliveryRadiusKm,
        @Nullable BigDecimal deliveryFee,
        @Nullable BigDecimal deliveryFreeAbove,
        @Nullable BigDecimal minOrderAmount,
        @Nullable Boolean reservationEnabled,
        @Nullable Integer totalSeats,
        @Nullable Integer avgMealDurationMin,
        @Nullable Integer minReservationAdvanceMin,
        @Nullable Integer maxReservationAdvanceDays,
        @Nullable Boolean orderStatusEnabled,
        @Nullable Boolean transferEnabled,
        @Nullable String transferPhoneNumber,
        @Nullable Boolean transferAutomatic,
        @Nullable BigDecimal aiCostMarginPct,
        @Nullable Map<String, Object> planningConfig,
        @Nullable Boolean checkOpeningHours,
        @Nullable Boolean availabilityUsesPlanning) {

    void copyTo(RestaurantEntity row, Json json, Instant now) {
        row.accountId = accountId;
        row.name = name;
        row.cuisineType = cuisineType;
        row.address = address;
        row.city = city;
        row.postalCode = postalCode;
        row.country = or(country, "FR");
        row.phone = phone;
        row.timezone = or(timezone, "Europe/Paris");
        row.currency = or(currency, "EUR");
        row.voice = or(voice, "sage");
        row.instructions = instructions;
        row.openingHoursText = json.write(or(openingHoursText, Map.of()));
        row.openingHours = json.write(or(openingHours, Map.of()));
        row.avgPrepTimeMin = or(avgPrepTimeMin, 30);
        row.latitude = latitude;
        row.longitude = longitude;
        row.planningConfig = planningConfig == null ? null : json.write(planningConfig);
        row.checkOpeningHours = or(checkOpeningHours, false);
        row.availabilityUsesPlanning = or(availabilityUsesPlanning, false);
        row.updatedAt = now;
        copyRulesTo(row);
    }

    private void copyRulesTo(RestaurantEntity row) {
        row.deliveryEnabled = or(deliveryEnabled, false);
        row.deliveryRadiusKm = deliveryRadiusKm;
        row.deliveryFee = deliveryFee;
        row.deliveryFreeAbove = deliveryFreeAbove;
        row.minOrderAmount = minOrderAmount;
        row.reservationEnabled = or(reservationEnabled, false);
        row.totalSeats = or(totalSeats, 0);
        row.avgMealDurationMin = or(avgMealDurationMin, 90);
        row.minReservationAdvanceMin = or(minReservationAdvanceMin, 60);
        row.maxReservationAdvanceDays = or(maxReservationAdvanceDays, 30);
        row.orderStatusEnabled = or(orderStatusEnabled, true);
        row.transferEnabled = or(transferEnabled, false);
        row.transferPhoneNumber = transferPhoneNumber;
        row.transferAutomatic = or(transferAutomatic, false);
        row.aiCostMarginPct = aiCostMarginPct;
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
