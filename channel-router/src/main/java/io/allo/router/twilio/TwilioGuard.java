// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twilio;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Did Twilio send this? */
@ApplicationScoped
public class TwilioGuard {
    private static final Logger LOG = Logger.getLogger(TwilioGuard.class);

    private final TwilioConfig config;

    TwilioGuard(TwilioConfig config) {
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        if (tokens().isEmpty()) {
            LOG.warn("No Twilio auth token (ALLO_TWILIO_AUTH_TOKEN): Twilio's webhooks are accepted unsigned. "
                    + "For development only.");
        }
    }

    /**
     * The form of a webhook that Twilio sent.
     *
     * @throws WebApplicationException 413 too large, 400 no form, 403 not signed by Twilio
     */
    public FormBody admit(HttpServerRequest request, byte @Nullable [] body, @Nullable String signature) {
        byte[] bytes = body == null ? new byte[0] : body;
        if (bytes.length > config.maxBodySize()) {
            throw new WebApplicationException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
        }
        FormBody form;
        try {
            form = FormBody.parse(bytes);
        } catch (FormBody.MalformedException e) {
            throw new WebApplicationException(e, Response.Status.BAD_REQUEST);
        }
        if (!trusts(request, form, signature)) {
            throw new WebApplicationException(Response.Status.FORBIDDEN);
        }
        return form;
    }

    public boolean trusts(HttpServerRequest request, FormBody form, @Nullable String signature) {
        List<String> tokens = tokens();
        return tokens.isEmpty() || TwilioSignature.ofForm(tokens, publicUrl(request), form, signature);
    }

    /** Did Twilio open this WebSocket? Never without a token to verify it by. @param uri path and query */
    public boolean opened(String uri, String host, @Nullable String signature) {
        String base = config.publicUrl().map(TwilioGuard::withoutSlash).orElse("https://" + host);
        String url = base.replaceFirst("^http", "ws") + uri;
        return !tokens().isEmpty() && TwilioSignature.ofForm(tokens(), url, new FormBody(List.of()), signature);
    }

    /** The URL under which Twilio reaches a path of this service. */
    public String urlOf(HttpServerRequest request, String path) {
        return config.publicUrl()
                        .map(TwilioGuard::withoutSlash)
                        .orElseGet(() -> request.scheme() + "://" + request.authority())
                + path;
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** Path and query exactly as requested: decoding and encoding again could change them. */
    private String publicUrl(HttpServerRequest request) {
        return config.publicUrl()
                .map(TwilioGuard::withoutSlash)
                .map(base -> base + request.uri())
                .orElseGet(request::absoluteURI);
    }

    private List<String> tokens() {
        return Stream.of(config.authToken(), config.secondAuthToken())
                .flatMap(token -> token.stream())
                .toList();
    }
}
