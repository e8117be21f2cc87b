// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import java.util.Locale;

/** The road of an order; its caller may cancel it only before the kitchen starts. */
enum OrderStatus {
    PENDING,
    CONFIRMED,
    PREPARING,
    READY,
    DELIVERING,
    COMPLETED,
    CANCELLED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static OrderStatus of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    boolean cancellableByCaller() {
        return this == PENDING || this == CONFIRMED;
    }
}
