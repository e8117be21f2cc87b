// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * State of the gateway in the words of the bridge contract.
 *
 * @param sipRegistered every account that is to be registered is
 * @param sipAccount label of the default account, null without accounts
 * @param wsTarget media socket of compatible mode without its query, null in our own
 */
public record BridgeHealth(
        String status,
        @JsonProperty("sip_registered") boolean sipRegistered,
        @JsonProperty("sip_account") @Nullable String sipAccount,
        @JsonProperty("ws_target") @Nullable String wsTarget,
        @JsonProperty("active_calls") int activeCalls,
        @JsonProperty("max_concurrent_calls") int maxConcurrentCalls,
        Audio audio) {

    public record Audio(
            String codec,
            @JsonProperty("clock_rate") int clockRate,
            @JsonProperty("frame_ms") int frameMs,
            @JsonProperty("ec_enabled") boolean ecEnabled,
            @JsonProperty("vad_enabled") boolean vadEnabled) {
        static final Audio G711 = new Audio("PCMU", 8000, 20, false, false);
    }
}
