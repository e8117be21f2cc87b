// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.sessionconfig.config.ServiceConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Short marks that only an installation's own services can make: the same text has the same one in all replicas, and nobody who
 * sees it learns the text. HMAC-SHA-256 by the service key.
 */
@ApplicationScoped
public class Marks {
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    Marks(ServiceConfig config) {
        this.key = config.serviceKey().getBytes(UTF_8);
    }

    /** @param purpose marks of one purpose say nothing about those of another @param bytes at most 32 */
    public byte[] of(String purpose, String text, int bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Arrays.copyOf(mac.doFinal((purpose + "\n" + text).getBytes(UTF_8)), bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }
}
