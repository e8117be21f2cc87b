// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** State of the gateway in the words of the bridge contract. */
public record BridgeHealth(
        String status,
        @JsonProperty("active_calls") int activeCalls,
        @JsonProperty("max_concurrent_calls") int maxConcurrentCalls,
        Audio audio) {

    public record Audio(
            String codec,
            @JsonProperty("clock_rate") int clockRate,
            @JsonProperty("frame_ms") int frameMs) {
        static final Audio G711 = new Audio("PCMU", 8000, 20);
    }
}
