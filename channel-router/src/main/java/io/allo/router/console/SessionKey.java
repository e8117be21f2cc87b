// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import java.util.regex.Pattern;

/** A session of an account. Other accounts may have one of the same name. */
public record SessionKey(String accountId, String sessionId) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    public static boolean isId(String sessionId) {
        return ID.matcher(sessionId).matches();
    }
}
