// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.gateway.call.CallTimers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces of our challenges: the time and an HMAC over it, so that nothing is kept for a challenge nobody answers. Kept is only
 * the highest count of those that were used, for replays. Thread-safe.
 */
final class Nonces {
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;

    private final CallTimers timers;
    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Integer> used = new LinkedHashMap<>();

    Nonces(CallTimers timers) {
        this.timers = timers;
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /** What a nonce is worth. */
    enum Use {
        FRESH,
        OLD,
        /** Not ours: another gateway's, or from before a restart. */
        FOREIGN,
        /** This count, or a higher one, was seen already. */
        REPLAYED
    }

    String next() {
        byte[] salt = new byte[6];
        random.nextBytes(salt);
        String head = timers.now().toEpochMilli() + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(salt);
        return head + "." + seal(head);
    }

    Use use(String nonce, int count) {
        int dot = nonce.lastIndexOf('.');
        if (dot < 0 || !same(seal(nonce.substring(0, dot)), nonce.substring(dot + 1))) {
            return Use.FOREIGN;
        }
        long made = Long.parseLong(nonce.substring(0, nonce.indexOf('.')));
        if (timers.now().toEpochMilli() - made > LIFE.toMillis()) {
            return Use.OLD;
        }
        synchronized (used) {
            if (count <= used.getOrDefault(nonce, 0)) {
                return Use.REPLAYED;
            }
            used.remove(nonce);
            used.put(nonce, count);
            if (used.size() > REMEMBERED) {
                used.remove(used.keySet().iterator().next());
            }
        }
        return Use.FRESH;
    }

    private String seal(String head) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(head.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }
}
