// SPDX-License-Identifier: Apache-2.0
package io.allo.router.channel;

import org.jspecify.annotations.Nullable;

/** A phone number as it may stand in a log line: {@code +336…78}. */
public final class MaskedNumber {
    private static final int HEAD = 4;
    private static final int TAIL = 2;

    private MaskedNumber() {}

    public static String of(@Nullable String number) {
        if (number == null || number.isEmpty()) {
            return "none";
        }
        if (number.length() <= HEAD + TAIL) {
            return "…";
        }
        return number.substring(0, HEAD) + "…" + number.substring(number.length() - TAIL);
    }
}
