// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vapi;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Did Vapi send this? Its three ways count: {@code X-Vapi-Secret} with the bare secret, a bearer token, or {@code x-signature} =
 * hex HMAC-SHA256 of {@code <x-timestamp>.<body>}, not older than five minutes (seconds or milliseconds).
 */
@ApplicationScoped
class VapiDoor {
    private static final Logger LOG = Logger.getLogger(VapiDoor.class);
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final long FIRST_MILLIS = 100_000_000_000L;

    private final VapiConfig config;
    private final Clock clock;

    VapiDoor(VapiConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** The headers that may prove it; null when absent. */
    record Proof(
            @Nullable String secret,
            @Nullable String authorization,
            @Nullable String signature,
            @Nullable String timestamp) {

        /** Whoever shows nothing need not be asked about. */
        boolean none() {
            return secret == null && authorization == null && signature == null;
        }
    }

    /** The call is another agent's, and nothing proves that its Vapi sends the message. */
    static final class NotProvenException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotProvenException() {
            super("the call is another agent's, whose secret is another");
        }
    }

    void start(@Observes StartupEvent event) {
        if (config.secret().isEmpty()) {
            LOG.warn("No Vapi secret (allo.vapi.secret): its webhook is open to everybody. For development only.");
        }
    }

    boolean trusts(Optional<String> secret, Proof proof, byte[] body) {
        return secret.isEmpty()
                || equal(secret.get(), proof.secret())
                || equal("Bearer " + secret.get(), proof.authorization())
                || signed(secret.get(), proof, body);
    }

    private boolean signed(String secret, Proof proof, byte[] body) {
        if (proof.signature() == null
                || proof.timestamp() == null
                || !proof.timestamp().matches("[0-9]{10,13}")) {
            return false;
        }
        long number = Long.parseLong(proof.timestamp());
        Instant at = number >= FIRST_MILLIS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        if (Duration.between(at, clock.instant()).abs().compareTo(FRESH) > 0) {
            return false;
        }
        return equal(sign(secret, proof.timestamp(), body), proof.signature().replaceFirst("^sha256=", ""));
    }

    static String sign(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static boolean equal(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
