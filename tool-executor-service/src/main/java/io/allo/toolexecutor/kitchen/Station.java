// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an order passes through; the names on the wire are those of existing clients. */
public enum Station {
    KITCHEN("cuisine"),
    PREPARATION("preparation"),
    COUNTER("comptoir"),
    DELIVERY("livraison");

    private final String wireName;

    Station(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<Station> of(String wireName) {
        return Arrays.stream(values())
                .filter(station -> station.wireName.equals(wireName))
                .findFirst();
    }

    public static List<String> wireNames() {
        return Arrays.stream(values()).map(Station::wireName).toList();
    }
}
