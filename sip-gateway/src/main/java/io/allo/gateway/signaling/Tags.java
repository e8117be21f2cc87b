// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random tokens for tags, branches and call ids: 96 bits, URL-safe (RFC 3261 19.3 asks for 32). Thread-safe. */
final class Tags {
    private static final int BYTES = 12;

    private final SecureRandom random = new SecureRandom();

    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
