// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

enum PaymentMethod {
    @JsonProperty("cash")
    CASH,
    @JsonProperty("card")
    CARD,
    @JsonProperty("online")
    ONLINE;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
