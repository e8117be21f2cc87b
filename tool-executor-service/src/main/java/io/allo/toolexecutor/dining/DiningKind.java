// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.dining;

import java.util.Arrays;
import java.util.Locale;

/** The kinds of things under {@code /api/rooms}, {@code /api/tables}, {@code /api/dining-services}, {@code /api/offers}. */
enum DiningKind {
    ROOM("rooms", "rooms"),
    TABLE("tables", "tables"),
    SERVICE("dining-services", "diningServices"),
    OFFER("offers", "offers");

    private final String path;
    private final String documentKey;

    DiningKind(String path, String documentKey) {
        this.path = path;
        this.documentKey = documentKey;
    }

    /** Name of its schema and of its rows. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its list in a restaurant's document. */
    String documentKey() {
        return documentKey;
    }

    /** @param path one that the resource's own pattern has let in */
    static DiningKind ofPath(String path) {
        return Arrays.stream(values())
                .filter(kind -> kind.path.equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(path));
    }
}
