// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The token that opens one media socket: {@code <expiry epoch ms>.<base64url HMAC-SHA256(service key, callId|epoch|expiry)>},
 * sent as {@code Authorization: Bearer …} in the WebSocket handshake. Single use is kept by the worker in Redis
 * ({@link WorkerRegistry#mediaTokenKey}). Pure functions, any thread.
 */
public final class MediaToken {
    private MediaToken() {}

    /** Issues a token for one handshake of this call at this epoch. */
    public static String issue(String serviceKey, String callId, int epoch, Instant expires) {
        return expires.toEpochMilli() + "." + sign(serviceKey, callId, epoch, expires.toEpochMilli());
    }

    /** True when the token was issued with this key for this call and epoch and has not expired. Constant-time comparison. */
    public static boolean verify(String token, String serviceKey, String callId, int epoch, Instant now) {
        int dot = requireNonNull(token, "token").indexOf('.');
        if (dot <= 0) {
            return false;
        }
        long expires;
        try {
            expires = Long.parseLong(token.substring(0, dot));
        } catch (NumberFormatException e) {
            return false;
        }
        byte[] expected = sign(serviceKey, callId, epoch, expires).getBytes(UTF_8);
        boolean matches =
                MessageDigest.isEqual(expected, token.substring(dot + 1).getBytes(UTF_8));
        return matches && expires >= now.toEpochMilli();
    }

    private static String sign(String serviceKey, String callId, int epoch, long expires) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(serviceKey.getBytes(UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal((callId + "|" + epoch + "|" + expires).getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }
}
