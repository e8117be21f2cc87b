// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Did Twilio send this? */
@ApplicationScoped
class WebhookGuard {
    private static final Logger LOG = Logger.getLogger(WebhookGuard.class);

    private final WhatsAppConfig config;

    WebhookGuard(WhatsAppConfig config) {
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        if (tokens().isEmpty()) {
            LOG.warn("No Twilio auth token (ALLO_TWILIO_AUTH_TOKEN): WhatsApp webhooks are accepted unsigned. "
                    + "For development only.");
        }
    }

    boolean trusts(HttpServerRequest request, FormBody form, @Nullable String signature) {
        List<String> tokens = tokens();
        return tokens.isEmpty() || TwilioSignature.ofForm(tokens, publicUrl(request), form, signature);
    }

    /** Path and query exactly as requested: decoding and encoding again could change them. */
    private String publicUrl(HttpServerRequest request) {
        return config.publicUrl()
                .map(base -> base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                .map(base -> base + request.uri())
                .orElseGet(request::absoluteURI);
    }

    private List<String> tokens() {
        return Stream.of(config.authToken(), config.secondAuthToken())
                .flatMap(token -> token.stream())
                .toList();
    }
}
