// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.customer;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.math.BigDecimal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /api/customers}. A model leaves out what it did not hear: absent and empty change nothing. */
@JsonIgnoreProperties(ignoreUnknown = true)
record CustomerChange(
        @Nullable String restaurantId,
        @Nullable String phone,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String deliveryAddress,
        @Nullable String deliveryCity,
        @Nullable String deliveryPostalCode,
        @Nullable String deliveryNotes,
        @Nullable BigDecimal deliveryLat,
        @Nullable BigDecimal deliveryLng) {
    private static final int LONGEST = 500;

    void applyTo(CustomerEntity row) {
        set(firstName, value -> row.firstName = value);
        set(lastName, value -> row.lastName = value);
        set(deliveryAddress, value -> row.deliveryAddress = value);
        set(deliveryCity, value -> row.deliveryCity = value);
        set(deliveryPostalCode, value -> row.deliveryPostalCode = value);
        set(deliveryNotes, value -> row.deliveryNotes = value);
        if (deliveryLat != null && deliveryLng != null) {
            row.deliveryLat = deliveryLat;
            row.deliveryLng = deliveryLng;
        }
    }

    private static void set(@Nullable String value, Consumer<String> field) {
        if (value != null && !value.isBlank()) {
            String text = value.strip();
            field.accept(text.substring(0, Math.min(text.length(), LONGEST)));
        }
    }
}
