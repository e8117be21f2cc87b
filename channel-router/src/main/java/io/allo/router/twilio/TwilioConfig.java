// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twilio;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** The Twilio account that carries calls, WhatsApp and SMS. */
@ConfigMapping(prefix = "allo.twilio")
public interface TwilioConfig {

    /**
     * Where Twilio reaches this service, for example {@code https://hooks.example.com}: the signature covers the exact URL.
     * Absent: the URL of the request (with {@code quarkus.http.proxy.*} switched on, the forwarded one).
     */
    Optional<String> publicUrl();

    /** Signs webhooks and, without an API key, opens the REST API. Absent: every webhook is trusted (development only). */
    Optional<String> authToken();

    /** The other token while tokens are being rotated; signs webhooks too. */
    Optional<String> secondAuthToken();

    /** {@code AC…}: the account that sends answers by REST. Absent: late answers cannot be sent and are kept. */
    Optional<String> accountSid();

    /** {@code SK…}: an API key that opens the REST API instead of the token. */
    Optional<String> apiKeySid();

    /** Secret of the API key. */
    Optional<String> apiKeySecret();

    /** Twilio's REST API. */
    @WithDefault("https://api.twilio.com")
    URI apiUrl();

    /** How long a request to the REST API may take before its outcome counts as unknown. */
    @WithDefault("10s")
    Duration apiTimeout();

    /** A larger form is refused (413). Unit: bytes. */
    @WithDefault("65536")
    int maxBodySize();

    /** {@code user:password} in base64 for the REST API: the API key, else account and token. Empty: no REST. */
    default Optional<String> credentials() {
        Optional<String> byKey = apiKeySid().flatMap(sid -> apiKeySecret().map(secret -> sid + ":" + secret));
        return byKey.or(() -> accountSid().flatMap(sid -> authToken().map(token -> sid + ":" + token)))
                .map(pair -> Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** A resource of the account, for example {@code Messages.json}. */
    default URI resource(String account, String path) {
        String base = apiUrl().toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/2010-04-01/Accounts/"
                + account + "/" + path);
    }
}
