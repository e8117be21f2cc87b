// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** WhatsApp by Twilio. */
@ConfigMapping(prefix = "allo.whatsapp")
public interface WhatsAppConfig {

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

    /** How long the webhook's response waits for the answer; Twilio gives up at 15 s. */
    @WithDefault("10s")
    Duration patience();

    /** How long a request to the REST API may take before its outcome counts as unknown. */
    @WithDefault("10s")
    Duration apiTimeout();

    /** A larger form is refused (413). Unit: bytes. */
    @WithDefault("65536")
    int maxBodySize();
}
