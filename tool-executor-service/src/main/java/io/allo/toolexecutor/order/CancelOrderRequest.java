// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /api/ai/tools/cancel-order}. */
@JsonIgnoreProperties(ignoreUnknown = true)
record CancelOrderRequest(
        @Nullable String restaurantId,
        @JsonProperty("order_number") @Nullable Long orderNumber,
        @JsonProperty("caller_phone") @Nullable String callerPhone) {}
