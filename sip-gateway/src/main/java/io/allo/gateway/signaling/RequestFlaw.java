// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is wrong with a request's head, seen in its text. */
enum RequestFlaw {
    /** Not SIP/2.0. */
    VERSION,
    /** A header that every request needs is missing or cannot be read. */
    UNREADABLE,
    /** A header that may stand once stands twice (RFC 3261 7.3.1). */
    REPEATED_HEADER;

    private static final Set<String> SINGLE = Set.of(
            "from", "to", "call-id", "cseq", "max-forwards", "content-length", "content-type", "refer-to", "replaces");
    private static final Map<String, String> LONG_NAMES =
            Map.of("f", "from", "t", "to", "i", "call-id", "l", "content-length", "c", "content-type", "r", "refer-to");

    static Optional<RequestFlaw> in(byte[] message) {
        String text = new String(message, ISO_8859_1);
        int begin = 0;
        while (begin < text.length() && (text.charAt(begin) == '\r' || text.charAt(begin) == '\n')) {
            begin++;
        }
        boolean first = true;
        Set<String> seen = new HashSet<>();
        while (begin < text.length()) {
            int end = text.indexOf('\n', begin);
            String line = (end < 0 ? text.substring(begin) : text.substring(begin, end)).stripTrailing();
            begin = end < 0 ? text.length() : end + 1;
            if (line.isEmpty()) {
                break;
            }
            if (first && !line.regionMatches(true, line.length() - 7, "SIP/2.0", 0, 7)) {
                return Optional.of(VERSION);
            }
            if (!first && repeats(line, seen)) {
                return Optional.of(REPEATED_HEADER);
            }
            first = false;
        }
        return Optional.empty();
    }

    private static boolean repeats(String line, Set<String> seen) {
        int colon = line.indexOf(':');
        if (colon <= 0 || Character.isWhitespace(line.charAt(0))) {
            return false;
        }
        String written = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String name = LONG_NAMES.getOrDefault(written, written);
        return SINGLE.contains(name) && !seen.add(name);
    }
}
