// SPDX-License-Identifier: Apache-2.0
package io.allo.router.meta;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** {@code X-Hub-Signature-256}: {@code sha256=} and the HMAC of the body as it came, byte for byte. */
final class MetaSignature {
    private static final String PREFIX = "sha256=";

    private MetaSignature() {}

    static boolean fits(String appSecret, byte[] body, @Nullable String signature) {
        return signature != null
                && MessageDigest.isEqual(
                        sign(appSecret, body).getBytes(StandardCharsets.US_ASCII),
                        signature.strip().getBytes(StandardCharsets.US_ASCII));
    }

    static String sign(String appSecret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return PREFIX + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
