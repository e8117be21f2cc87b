// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import io.allo.toolexecutor.door.ApiException;
import org.jspecify.annotations.Nullable;

/** Longest texts that a reservation keeps, in characters. */
final class Limits {
    static final int NAME = 200;
    static final int ID = 255;
    static final int NOTES = 2000;

    private Limits() {}

    static void text(@Nullable String text, int longest, String name) {
        if (text != null && text.length() > longest) {
            throw ApiException.badRequest(
                    name + " has " + text.length() + " characters (expected: at most " + longest + ")");
        }
    }
}
