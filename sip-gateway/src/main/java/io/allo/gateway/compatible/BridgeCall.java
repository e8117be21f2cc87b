// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call in the words of the bridge contract, at one moment.
 *
 * @param sid our call id
 * @param direction {@code inbound} or {@code outbound}
 * @param status one of {@link BridgeStatus}, in its wire form
 * @param durationSec whole seconds since the answer, 0 without one
 * @param sipAccountId not in the contract: who may see the call
 * @param accountId not in the contract: business that placed the call
 */
public record BridgeCall(
        String sid,
        String direction,
        @Nullable String from,
        String to,
        BridgeStatus status,
        Instant createdAt,
        @Nullable Instant answeredAt,
        @Nullable Instant endedAt,
        long durationSec,
        Map<String, String> customParams,
        @JsonIgnore @Nullable Integer sipAccountId,
        @JsonIgnore @Nullable String accountId) {
    public BridgeCall {
        customParams = Map.copyOf(customParams);
    }
}
