// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import io.allo.gateway.call.SrtpKeys;
import io.allo.gateway.call.SrtpKeys.Suite;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One {@code a=crypto} line (RFC 4568 section 9.1): {@code tag suite inline:key[|lifetime]}.
 *
 * @param tag names the line: an answer repeats the tag of the line that it takes
 * @param key base64 of master key and salt
 */
record CryptoAttribute(int tag, Suite suite, String key) {
    private static final Pattern LINE = Pattern.compile(
            "(\\d{1,9})\\s+(\\w{1,64})\\s+inline:([A-Za-z0-9+/=]{1,128})(\\|[0-9^]{1,10})?((?:\\s+\\S+)*)");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Null when it is malformed or wants what we do not have: another suite, a key identifier, a session parameter. */
    static @Nullable CryptoAttribute parse(String value) {
        Matcher line = LINE.matcher(value);
        if (!line.matches() || !line.group(5).isBlank()) {
            return null;
        }
        for (Suite suite : Suite.values()) {
            if (suite.name().equals(line.group(2)) && isKey(line.group(3))) {
                return new CryptoAttribute(Integer.parseInt(line.group(1)), suite, line.group(3));
            }
        }
        return null;
    }

    static String newKey() {
        byte[] key = new byte[SrtpKeys.KEY_BYTES + SrtpKeys.SALT_BYTES];
        RANDOM.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    String line() {
        return "a=crypto:" + tag + " " + suite + " inline:" + key;
    }

    @Override
    public String toString() {
        return "CryptoAttribute[" + tag + " " + suite + "]";
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text).length == SrtpKeys.KEY_BYTES + SrtpKeys.SALT_BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
