// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.allo.toolexecutor.door.ApiException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What fits into an order's fields; 400 with what was expected. Null always fits. */
final class OrderBounds {
    static final int LONGEST_NOTES = 500;
    static final int LONGEST_NAME = 200;
    static final int LONGEST_SOURCE = 40;

    private static final int LONGEST_SCALE = 30;
    private static final BigDecimal LARGEST_PRICE = new BigDecimal("99999");
    private static final Duration NEAR = Duration.ofDays(366);

    private OrderBounds() {}

    static boolean priced(BigDecimal price) {
        return within(price, BigDecimal.ZERO, LARGEST_PRICE);
    }

    static void price(String name, @Nullable BigDecimal price) {
        number(name, price, BigDecimal.ZERO, LARGEST_PRICE);
    }

    static void number(String name, @Nullable BigDecimal value, BigDecimal least, BigDecimal most) {
        if (value != null && !within(value, least, most)) {
            throw ApiException.badRequest(name + " is out of range (expected: from " + least + " to " + most + ")");
        }
    }

    /** Compares without writing the number out: 1e999999999 is a short text and a long number. */
    static boolean within(BigDecimal value, BigDecimal least, BigDecimal most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0 && value.scale() <= LONGEST_SCALE;
    }

    static void text(String name, @Nullable String text, int longest) {
        if (text != null && text.length() > longest) {
            throw ApiException.badRequest(
                    name + " has " + text.length() + " characters (expected: at most " + longest + ")");
        }
    }

    static void near(String name, @Nullable Instant at, Instant now) {
        if (at != null && (at.isBefore(now.minus(NEAR)) || at.isAfter(now.plus(NEAR)))) {
            throw ApiException.badRequest(name + " is too far away (expected: within a year of now)");
        }
    }
}
