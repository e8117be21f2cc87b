// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How the food reaches the guest. */
enum OrderType {
    @JsonProperty("pickup")
    PICKUP,
    @JsonProperty("delivery")
    DELIVERY,
    @JsonProperty("dine_in")
    DINE_IN;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
