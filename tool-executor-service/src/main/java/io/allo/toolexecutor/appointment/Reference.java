// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The eight digits by which a customer names his appointment where no verified number tells whose it is. They are the first 26 bits of
 * the row's random id, so nobody guesses them, and the row is found by its key.
 *
 * @param number 0 to 67 108 863
 */
record Reference(long number) {
    private static final int BITS = 26;
    private static final int OTHER_BITS = Long.SIZE - BITS;
    private static final int DIGITS = 8;
    private static final int HALF = DIGITS / 2;

    static Reference of(UUID id) {
        return new Reference(id.getMostSignificantBits() >>> OTHER_BITS);
    }

    /** As it is written or dictated; empty when it is none. */
    static Optional<Reference> read(String text) {
        String digits = text.replaceAll("[\\s.-]", "");
        return digits.matches("[0-9]{" + DIGITS + "}")
                ? Optional.of(new Reference(Long.parseLong(digits))).filter(one -> one.number < 1L << BITS)
                : Optional.empty();
    }

    /** The smallest id that has it. */
    UUID first() {
        return new UUID(number << OTHER_BITS, 0);
    }

    /** The greatest id that has it. */
    UUID last() {
        return new UUID(number << OTHER_BITS | -1L >>> BITS, -1);
    }

    /** {@code 0429 1755} */
    String spaced() {
        String digits = String.format(Locale.ROOT, "%0" + DIGITS + "d", number);
        return digits.substring(0, HALF) + " " + digits.substring(HALF);
    }
}
