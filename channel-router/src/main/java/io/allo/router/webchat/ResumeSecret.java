// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Opens a conversation again. 256 random bits, so a plain hash is enough to store it. */
final class ResumeSecret {
    private static final int BYTES = 32;

    private ResumeSecret() {}

    static String create() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes); // not a constant: a native image would bake its seed in
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
