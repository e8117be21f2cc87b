// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import java.util.Locale;

/** One spelling for each called address, so that stored and called forms meet. */
final class CalledAddress {
    private CalledAddress() {}

    /** {@code 00…} becomes {@code +…}, separators go, names are lower case. National numbers stay: their region is unknown. */
    static String canonical(String called) {
        String trimmed = called.strip();
        String compact = trimmed.replaceAll("[\\s().-]", "");
        if (compact.matches("\\+?[0-9]+")) {
            return compact.startsWith("00") ? "+" + compact.substring(2) : compact;
        }
        return trimmed.toLowerCase(Locale.ROOT);
    }
}
