// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

/**
 * Keys of one encrypted stream, exchanged by SDES (RFC 4568).
 *
 * @param local base64 of master key and salt that we send with
 * @param remote base64 of master key and salt that the peer sends with
 */
public record SrtpKeys(Suite suite, String local, String remote) {
    /** Bytes of AES-128's master key, and of the salt behind it. */
    public static final int KEY_BYTES = 16;

    public static final int SALT_BYTES = 14;

    /** Crypto suites of RFC 4568 section 6.2. */
    public enum Suite {
        AES_CM_128_HMAC_SHA1_80(10),
        AES_CM_128_HMAC_SHA1_32(4);

        /** Authentication tag of an RTP packet; RTCP's is always 10 (RFC 4568 section 6.2.2). */
        public final int tagBytes;

        Suite(int tagBytes) {
            this.tagBytes = tagBytes;
        }
    }

    public SrtpKeys {
        requireNonNull(suite, "suite");
        requireNonNull(local, "local");
        requireNonNull(remote, "remote");
    }

    /** Without the keys: records print themselves, and these would end in a log. */
    @Override
    public String toString() {
        return "SrtpKeys[" + suite + "]";
    }
}
