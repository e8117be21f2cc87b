// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a browser keeps while its person is at the provider: as a signed cookie, so that no replica has to remember it.
 *
 * @param state comes back in the address, and proves that the way back belongs to the way there
 * @param nonce comes back in the ID token, and proves that the token was made for this login
 * @param verifier PKCE: whoever steals the code does not have it
 * @param to path of the page that is opened in the end
 */
record Journey(String state, String nonce, String verifier, String to, Instant ends) {
    private static final int BYTES = 32;
    private static final String HOME = "/admin/";
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PARTS = 5;

    /** @param to only a path of our own is gone to */
    static Journey begin(@Nullable String to, Instant ends) {
        boolean ours = to != null && to.matches("/[A-Za-z0-9_-][A-Za-z0-9_/-]{0,199}");
        return new Journey(random(), random(), random(), ours ? to : HOME, ends);
    }

    /** The value of the cookie. @param sign a mark that only we can make */
    String packed(UnaryOperator<String> sign) {
        String content = String.join(
                ".",
                state,
                nonce,
                verifier,
                TEXT.encodeToString(to.getBytes(UTF_8)),
                Long.toString(ends.getEpochSecond()));
        return content + "." + sign.apply(content);
    }

    /** Empty unless we have signed it and it has not ended. */
    static Optional<Journey> unpacked(@Nullable String cookie, UnaryOperator<String> sign, Instant now) {
        int end = cookie == null ? -1 : cookie.lastIndexOf('.');
        if (end < 0) {
            return Optional.empty();
        }
        String content = cookie.substring(0, end);
        String[] parts = content.split("\\.", -1);
        if (!MessageDigest.isEqual(
                        sign.apply(content).getBytes(UTF_8),
                        cookie.substring(end + 1).getBytes(UTF_8))
                || parts.length != PARTS) {
            return Optional.empty();
        }
        Instant ends = Instant.ofEpochSecond(Long.parseLong(parts[4]));
        return now.isAfter(ends)
                ? Optional.empty()
                : Optional.of(new Journey(
                        parts[0],
                        parts[1],
                        parts[2],
                        new String(Base64.getUrlDecoder().decode(parts[3]), UTF_8),
                        ends));
    }

    boolean isState(@Nullable String returned) {
        return returned != null && MessageDigest.isEqual(state.getBytes(UTF_8), returned.getBytes(UTF_8));
    }

    /** PKCE, method S256. */
    String challenge() {
        try {
            return TEXT.encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return TEXT.encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "Journey to " + to;
    }
}
