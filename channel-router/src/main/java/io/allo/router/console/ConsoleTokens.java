// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.router.twilio.TwilioConfig;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Access tokens of Twilio's voice library: a JWT (HS256) signed with the API key's secret. */
@Singleton
class ConsoleTokens {
    private static final Duration LIFE = Duration.ofHours(1);

    private final TwilioConfig twilio;
    private final ConsoleConfig config;
    private final Clock clock;

    ConsoleTokens(TwilioConfig twilio, ConsoleConfig config, Clock clock) {
        this.twilio = twilio;
        this.config = config;
        this.clock = clock;
    }

    /** {@code {token, identity}}; empty: an account, an API key or an application is missing. */
    Optional<JsonObject> issue(String identity) {
        return twilio.accountSid()
                .flatMap(account -> twilio.apiKeySid()
                        .flatMap(key -> twilio.apiKeySecret()
                                .flatMap(secret -> config.applicationSid()
                                        .map(application -> new JsonObject()
                                                .put(
                                                        "token",
                                                        token(payload(account, key, application, identity), secret))
                                                .put("identity", identity)))));
    }

    private JsonObject payload(String account, String key, String application, String identity) {
        Instant now = clock.instant();
        JsonObject voice = new JsonObject()
                .put("incoming", new JsonObject().put("allow", true))
                .put("outgoing", new JsonObject().put("application_sid", application));
        return new JsonObject()
                .put("jti", key + "-" + UUID.randomUUID())
                .put("iss", key)
                .put("sub", account)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFE).getEpochSecond())
                .put("grants", new JsonObject().put("identity", identity).put("voice", voice));
    }

    private static String token(JsonObject payload, String secret) {
        JsonObject header =
                new JsonObject().put("typ", "JWT").put("alg", "HS256").put("cty", "twilio-fpa;v=1");
        String signed = base64(header.encode().getBytes(UTF_8)) + "."
                + base64(payload.encode().getBytes(UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return signed + "." + base64(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
