// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/ai/tools/confirm-order}: the model's arguments and what the conversation's context knows.
 *
 * @param items ids are the {@code #N} of the menu as it was read to the caller
 * @param itemMap the menu of that conversation, number to real item
 * @param callId the voice server's identifier
 * @param lastAvailabilityCheck the last answer of {@code /api/availability/check}; null is tolerated
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ConfirmOrderRequest(
        @Nullable String restaurantId,
        @JsonProperty("order_type") @Nullable OrderType orderType,
        @Nullable List<Item> items,
        @Nullable BigDecimal total,
        @JsonProperty("delivery_fee") @Nullable BigDecimal deliveryFee,
        @JsonProperty("payment_method") @Nullable PaymentMethod paymentMethod,
        @Nullable String notes,
        @JsonProperty("item_map") @Nullable Map<String, MappedItem> itemMap,
        @JsonProperty("call_id") @Nullable String callId,
        @JsonProperty("customer_id") @Nullable String customerId,
        @JsonProperty("customer_name") @Nullable String customerName,
        @JsonProperty("caller_phone") @Nullable String callerPhone,
        @JsonProperty("last_availability_check") @Nullable Availability lastAvailabilityCheck) {

    ConfirmOrderRequest {
        orderType = orderType == null ? OrderType.PICKUP : orderType;
        items = items == null
                ? List.of()
                : items.stream().filter(Objects::nonNull).toList();
        paymentMethod = paymentMethod == null ? PaymentMethod.CASH : paymentMethod;
        notes = notes == null ? "" : notes;
        itemMap = itemMap == null ? Map.of() : itemMap;
        lastAvailabilityCheck = lastAvailabilityCheck == null ? Availability.NONE : lastAvailabilityCheck;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Item(
            @Nullable Integer id,
            @Nullable Integer quantity,
            @JsonProperty("unit_price") @Nullable BigDecimal unitPrice,
            @JsonProperty("selected_options") @Nullable List<Option> selectedOptions,
            @Nullable String notes) {
        Item {
            selectedOptions = selectedOptions == null
                    ? List.of()
                    : selectedOptions.stream().filter(Objects::nonNull).toList();
            notes = notes == null ? "" : notes;
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Option(
            @Nullable String name,
            @JsonProperty("choice_id") @Nullable Integer choiceId,
            @Nullable String choice,
            @JsonProperty("extra_price") @Nullable BigDecimal extraPrice) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record MappedItem(@Nullable String id, @Nullable String name) {}

    /** What an order takes over from the last availability check. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Availability(
            @Nullable String estimatedTimeISO,
            @Nullable String customerAddressFormatted,
            @Nullable BigDecimal deliveryDistanceKm,
            @Nullable BigDecimal customerLat,
            @Nullable BigDecimal customerLng) {
        static final Availability NONE = new Availability(null, null, null, null, null);
    }
}
