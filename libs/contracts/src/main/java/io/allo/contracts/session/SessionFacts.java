// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The business facts of one restaurant, {@code GET /internal/restaurants/{id}/session-facts?callerPhone=} of
 * tool-executor-service. The answer carries an ETag of everything but the customer; the customer part is never cached.
 *
 * @param version raised in the transaction of any change of restaurant, menu, offer, service or FAQ
 * @param categories active categories in display order, with their available items
 * @param setMenus available items without a category, in display order
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SessionFacts(
        long version,
        Restaurant restaurant,
        List<Category> categories,
        List<MenuItem> setMenus,
        List<DiningService> services,
        List<Offer> offers,
        List<Faq> faqs,
        @Nullable Customer customer) {

    /**
     * @param timezone IANA name
     * @param openingHoursText free-text lines per language tag; may be empty
     * @param openingHours structured hours: weekday 1 (Monday) to 7, list of {@code {open:"HH:MM", close:"HH:MM"}}
     * @param aiCostMarginPct null = the account's default
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Restaurant(
            String id,
            String accountId,
            String name,
            @Nullable String cuisineType,
            @Nullable String address,
            @Nullable String city,
            @Nullable String postalCode,
            @Nullable String country,
            @Nullable String phone,
            String timezone,
            String currency,
            String voice,
            @Nullable String instructions,
            Map<String, String> openingHoursText,
            Map<String, List<Map<String, String>>> openingHours,
            int avgPrepTimeMin,
            boolean deliveryEnabled,
            @Nullable BigDecimal deliveryRadiusKm,
            @Nullable BigDecimal deliveryFee,
            @Nullable BigDecimal deliveryFreeAbove,
            @Nullable BigDecimal minOrderAmount,
            boolean reservationEnabled,
            int totalSeats,
            int avgMealDurationMin,
            int minReservationAdvanceMin,
            int maxReservationAdvanceDays,
            boolean orderStatusEnabled,
            boolean transferEnabled,
            @Nullable String transferPhoneNumber,
            boolean transferAutomatic,
            @Nullable BigDecimal aiCostMarginPct) {

        /** The same restaurant with this number of seats. */
        public Restaurant withTotalSeats(int seats) {
            return new Restaurant(
                    id,
                    accountId,
                    name,
                    cuisineType,
                    address,
                    city,
                    postalCode,
                    country,
                    phone,
                    timezone,
                    currency,
                    voice,
                    instructions,
                    openingHoursText,
                    openingHours,
                    avgPrepTimeMin,
                    deliveryEnabled,
                    deliveryRadiusKm,
                    deliveryFee,
                    deliveryFreeAbove,
                    minOrderAmount,
                    reservationEnabled,
                    seats,
                    avgMealDurationMin,
                    minReservationAdvanceMin,
                    maxReservationAdvanceDays,
                    orderStatusEnabled,
                    transferEnabled,
                    transferPhoneNumber,
                    transferAutomatic,
                    aiCostMarginPct);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Category(String id, String name, List<MenuItem> items) {}

    /** @param options option groups as stored (three forms, told apart by {@code source}) */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record MenuItem(
            String id,
            String name,
            BigDecimal price,
            @Nullable String description,
            List<Map<String, Object>> options,
            List<String> allergens) {}

    /** @param daysOfWeek 1 = Monday … 7 = Sunday; times {@code HH:MM} in the restaurant's zone */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record DiningService(
            String id,
            String name,
            List<Integer> daysOfWeek,
            String startTime,
            String endTime,
            @Nullable String lastSeatingTime,
            @Nullable Integer maxCovers,
            @Nullable Integer defaultDurationMin,
            @Nullable BigDecimal prepayment) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Offer(
            String id,
            String name,
            @Nullable String description,
            @Nullable String type,
            @Nullable BigDecimal discountPct,
            @Nullable String menuItemId,
            @Nullable Integer minPartySize,
            @Nullable Integer maxPartySize,
            @Nullable String validFrom,
            @Nullable String validUntil,
            @Nullable BigDecimal prepayment,
            boolean prepaymentPerPerson) {}

    /** Answered questions only, most asked first. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Faq(
            String question, String answer, @Nullable String category) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Customer(
            String id,
            String phone,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String deliveryAddress,
            @Nullable String deliveryCity,
            @Nullable String deliveryPostalCode,
            @Nullable String deliveryNotes,
            @Nullable BigDecimal deliveryLat,
            @Nullable BigDecimal deliveryLng,
            int totalOrders,
            @Nullable BigDecimal totalSpent) {}
}
