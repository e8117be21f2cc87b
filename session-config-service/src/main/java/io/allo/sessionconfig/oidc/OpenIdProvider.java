// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Talks to the provider: what it offers (OpenID Connect Discovery 1.0), its keys, and the token for a code. Never blocks. */
@ApplicationScoped
class OpenIdProvider {
    private static final int LARGEST_ANSWER = 1 << 18;
    private static final int OK = 200;
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final OidcConfig config;
    private final ObjectMapper json;
    private final Clock clock;
    private final HttpClient http;
    private volatile @Nullable Metadata known;

    OpenIdProvider(OidcConfig config, ObjectMapper json, Clock clock) {
        this.config = config;
        this.json = json;
        this.clock = clock;
        this.http = HttpClient.newBuilder().connectTimeout(config.timeout()).build();
    }

    /**
     * Where the provider's doors are.
     *
     * @param endSession where people log out, null where they cannot
     * @param basic the client proves itself by HTTP Basic, else in the body
     */
    record Metadata(
            String issuer,
            URI authorization,
            URI token,
            URI keys,
            @Nullable URI endSession,
            boolean basic,
            Instant at) {}

    boolean isOffered() {
        return config.issuer().isPresent() && config.clientId().isPresent();
    }

    String clientId() {
        return config.clientId().orElseThrow();
    }

    /** Asked anew every ten minutes. Fails when it cannot be read, or speaks for another issuer. */
    Uni<Metadata> metadata() {
        Metadata last = known;
        if (last != null && last.at().plus(KEPT).isAfter(clock.instant())) {
            return Uni.createFrom().item(last);
        }
        String issuer = config.issuer().orElseThrow().toString();
        return get(URI.create(issuer.replaceAll("/$", "") + "/.well-known/openid-configuration"))
                .map(found -> {
                    if (!issuer.equals(found.path("issuer").asText())) {
                        throw new IllegalStateException("the provider speaks for another issuer");
                    }
                    JsonNode methods = found.path("token_endpoint_auth_methods_supported");
                    boolean basic = methods.isMissingNode()
                            || methods.valueStream()
                                    .anyMatch(one -> one.asText().equals("client_secret_basic"));
                    return new Metadata(
                            issuer,
                            door(found, "authorization_endpoint"),
                            door(found, "token_endpoint"),
                            door(found, "jwks_uri"),
                            endSession(found.path("end_session_endpoint").textValue()),
                            basic,
                            clock.instant());
                })
                .invoke(found -> known = found);
    }

    private static URI door(JsonNode found, String name) {
        return URI.create(Objects.requireNonNull(found.path(name).textValue(), name));
    }

    private static @Nullable URI endSession(@Nullable String address) {
        return address != null && address.matches("https?://.+") ? URI.create(address) : null;
    }

    /** From an ID token to where its person logs out (OpenID Connect RP-Initiated Logout 1.0); null where there is no such thing. */
    @Nullable
    UnaryOperator<String> logout(Metadata at) {
        URI door = at.endSession();
        if (door == null) {
            return null;
        }
        return idToken -> {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("id_token_hint", idToken);
            parameters.put("client_id", clientId());
            config.publicUrl()
                    .ifPresent(url -> parameters.put(
                            "post_logout_redirect_uri", url.toString().replaceAll("/$", "") + "/admin/"));
            return door + (door.getRawQuery() == null ? "?" : "&") + form(parameters);
        };
    }

    /** The provider's JSON Web Key Set. */
    Uni<String> keys(Metadata at) {
        return get(at.keys()).map(JsonNode::toString);
    }

    /** Where the browser goes to. */
    URI authorization(Metadata at, Journey journey, String redirectUri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", clientId());
        parameters.put("redirect_uri", redirectUri);
        parameters.put("scope", "openid " + config.scopes());
        parameters.put("state", journey.state());
        parameters.put("nonce", journey.nonce());
        parameters.put("code_challenge", journey.challenge());
        parameters.put("code_challenge_method", "S256");
        String separator = at.authorization().getRawQuery() == null ? "?" : "&";
        return URI.create(at.authorization() + separator + form(parameters));
    }

    /** The ID token for a code. Fails when the provider refuses it. */
    Uni<String> idToken(Metadata at, String code, Journey journey, String redirectUri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("grant_type", "authorization_code");
        parameters.put("code", code);
        parameters.put("redirect_uri", redirectUri);
        parameters.put("code_verifier", journey.verifier());
        HttpRequest.Builder request = HttpRequest.newBuilder(at.token())
                .timeout(config.timeout())
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded");
        String secret = config.clientSecret().orElse(null);
        if (secret != null && at.basic()) {
            String pair = URLEncoder.encode(clientId(), UTF_8) + ":" + URLEncoder.encode(secret, UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
        } else {
            parameters.put("client_id", clientId());
            if (secret != null) {
                parameters.put("client_secret", secret);
            }
        }
        request.POST(HttpRequest.BodyPublishers.ofString(form(parameters)));
        return send(request.build())
                .map(answer -> Objects.requireNonNull(answer.path("id_token").textValue(), "no id_token"));
    }

    private Uni<JsonNode> get(URI address) {
        return send(HttpRequest.newBuilder(address)
                .timeout(config.timeout())
                .header("Accept", "application/json")
                .build());
    }

    /** The answer comes back to whoever asked: on his event loop. */
    private Uni<JsonNode> send(HttpRequest request) {
        Context asking = Vertx.currentContext();
        return Uni.createFrom()
                .completionStage(() -> http.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST_ANSWER)))
                .emitOn(command -> asking.runOnContext(ignored -> command.run()))
                .map(answer -> {
                    if (answer.statusCode() != OK) {
                        throw new IllegalStateException("the provider answers " + answer.statusCode());
                    }
                    try {
                        return json.readTree(answer.body());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
