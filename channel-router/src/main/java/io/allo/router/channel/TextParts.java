// SPDX-License-Identifier: Apache-2.0
package io.allo.router.channel;

import java.util.ArrayList;
import java.util.List;

/** Cuts a long answer into messages that a provider takes, at white space where there is some. */
public final class TextParts {
    /** Twilio refuses longer ones (21617). Unit: UTF-16 code units, the strictest way to count. */
    public static final int LIMIT = 1600;

    private TextParts() {}

    /** No part is blank; none is longer than {@code limit}. */
    public static List<String> of(String text, int limit) {
        List<String> parts = new ArrayList<>();
        String rest = text.strip();
        while (rest.length() > limit) {
            int cut = cut(rest, limit);
            parts.add(rest.substring(0, cut).stripTrailing());
            rest = rest.substring(cut).strip();
        }
        if (!rest.isEmpty()) {
            parts.add(rest);
        }
        return parts;
    }

    private static int cut(String text, int limit) {
        for (int i = limit; i > 0; i--) {
            if (Character.isWhitespace(text.charAt(i))) {
                return i;
            }
        }
        return Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    }
}
