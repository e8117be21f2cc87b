// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * What was read back: consent is consent to this, and nothing else is confirmed.
 *
 * @param time {@code HH:MM} of the last availability check, empty when it gave none
 * @param timeIso the same as an instant, empty when it gave none
 * @param subtotal the items
 * @param fee delivery fee, zero for pickup
 * @param checkedAt when availability was checked
 */
record Quote(String time, String timeIso, BigDecimal subtotal, BigDecimal fee, Instant checkedAt) {
    /** A time promised longer ago is checked again before it is confirmed. */
    private static final Duration VALID = Duration.ofMinutes(10);

    BigDecimal total() {
        return subtotal.add(fee);
    }

    boolean staleAt(Instant now) {
        return now.isAfter(checkedAt.plus(VALID));
    }
}
