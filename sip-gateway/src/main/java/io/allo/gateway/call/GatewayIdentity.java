// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Who speaks in the events: this gateway's name, and the key that turns a caller's number into a pseudonym. */
public record GatewayIdentity(String name, String serviceKey) {
    private static final int HASH_CHARACTERS = 32;

    public GatewayIdentity {
        requireNonNull(name, "name");
        requireNonNull(serviceKey, "serviceKey");
    }

    /** HMAC-SHA256 of the number, hex, cut to 32 characters; null for a withheld number. */
    public @Nullable String callerHash(@Nullable String caller) {
        if (caller == null) {
            return null;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(serviceKey.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(caller.getBytes(UTF_8))).substring(0, HASH_CHARACTERS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
