// SPDX-License-Identifier: Apache-2.0
package io.allo.router.privacy;

/** The check digit of card numbers (ISO/IEC 7812-1). */
final class Luhn {
    private Luhn() {}

    /** @param digits nothing but digits */
    static boolean holds(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int counted = i % 2 == 0 ? digit : digit * 2;
            sum += counted > 9 ? counted - 9 : counted;
        }
        return sum % 10 == 0;
    }
}
