// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How much of each of its stations an external load takes, in points a slot. */
enum LoadIntensity {
    @JsonProperty("low")
    LOW(2),
    @JsonProperty("medium")
    MEDIUM(4),
    @JsonProperty("high")
    HIGH(7);

    private final int points;

    LoadIntensity(int points) {
        this.points = points;
    }

    int points() {
        return points;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static LoadIntensity of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
