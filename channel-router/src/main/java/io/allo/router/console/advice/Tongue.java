// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import java.util.Locale;

/** In which language the console asks. */
public enum Tongue {
    FR,
    EN;

    /** @param tag BCP 47 tag, or its first part; French where it is not English */
    public static Tongue of(String tag) {
        return tag.toLowerCase(Locale.ROOT).startsWith("en") ? EN : FR;
    }
}
