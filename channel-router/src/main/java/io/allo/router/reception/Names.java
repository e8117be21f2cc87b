// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import java.util.Locale;

/** A name as it is given: "Je m'appelle Jeanne Martin.", "Jeanne Martin". */
final class Names {
    private static final int SHORTEST = 2;
    private static final int LONGEST = 80;

    private Names() {}

    /** Empty when it is too short for one. */
    static String of(String text, Phrases phrases) {
        String name = text.strip().replaceAll("[\\s.,;!…]+$", "");
        String small = name.toLowerCase(Locale.ROOT).replace('’', '\'');
        for (String before : phrases.words("iam")) {
            if (small.startsWith(before + " ")) {
                name = name.substring(before.length() + 1).strip();
                break;
            }
        }
        if (name.codePointCount(0, name.length()) < SHORTEST) {
            return "";
        }
        return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    }
}
