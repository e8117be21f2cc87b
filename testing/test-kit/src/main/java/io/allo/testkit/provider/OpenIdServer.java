// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/**
 * An OpenID provider (OpenID Connect Core 1.0, Discovery 1.0, PKCE of RFC 7636) with one client and one person, who is let in without
 * a question. It refuses what a strict one refuses: an unknown client or way back, no PKCE by S256, no state or nonce, a code that was
 * used before, another verifier, another secret. {@link #main} runs it as a process.
 */
public final class OpenIdServer implements AutoCloseable {
    public static final String CLIENT = "allo";
    public static final String SECRET = "client secret & more";

    private static final int RSA_BITS = 2048;
    private static final int LIFE_MINUTES = 5;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final RsaJsonWebKey key;
    private final String wayBack;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, Object> claims = new ConcurrentHashMap<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final List<String> loggedOut = new CopyOnWriteArrayList<>();

    /** On a free port. @param wayBack regular expression of the redirect URIs that are registered for the client */
    public OpenIdServer(String wayBack) throws IOException {
        this(wayBack, 0);
    }

    private OpenIdServer(String wayBack, int port) throws IOException {
        this.wayBack = wayBack;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        try {
            this.key = RsaJwkGenerator.generateJwk(RSA_BITS);
        } catch (JoseException e) {
            throw new IllegalStateException("every JVM has RSA", e);
        }
        key.setKeyId("k1");
        key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
        server.createContext("/.well-known/openid-configuration", this::metadata);
        server.createContext(
                "/keys",
                exchange -> answer(exchange, 200, new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY)));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext("/logout", this::logout);
    }

    public OpenIdServer start() {
        server.start();
        return this;
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Who is let in next, beside the claims that the protocol needs; what is named here goes before those. */
    public void person(Map<String, Object> next) {
        claims.clear();
        claims.putAll(next);
    }

    /** What a strict provider did not let through. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Subjects who logged out here, by a token that this provider had signed. */
    public List<String> loggedOut() {
        return List.copyOf(loggedOut);
    }

    private void metadata(HttpExchange exchange) throws IOException {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("issuer", issuer());
        told.put("authorization_endpoint", issuer() + "/authorize");
        told.put("token_endpoint", issuer() + "/token");
        told.put("jwks_uri", issuer() + "/keys");
        told.put("end_session_endpoint", issuer() + "/logout");
        told.put("response_types_supported", List.of("code"));
        told.put("subject_types_supported", List.of("public"));
        told.put("id_token_signing_alg_values_supported", List.of("RS256"));
        told.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic"));
        told.put("code_challenge_methods_supported", List.of("S256"));
        answer(exchange, 200, json.writeValueAsString(told));
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
        List<String> faults = new ArrayList<>();
        check(faults, CLIENT.equals(asked.get("client_id")), "client_id");
        check(faults, asked.getOrDefault("redirect_uri", "").matches(wayBack), "redirect_uri");
        check(faults, "code".equals(asked.get("response_type")), "response_type");
        check(faults, List.of(asked.getOrDefault("scope", "").split(" ")).contains("openid"), "scope");
        check(faults, asked.getOrDefault("state", "").length() >= 20, "state");
        check(faults, asked.getOrDefault("nonce", "").length() >= 20, "nonce");
        check(faults, "S256".equals(asked.get("code_challenge_method")), "code_challenge_method");
        check(faults, asked.getOrDefault("code_challenge", "").length() == 43, "code_challenge");
        if (!faults.isEmpty()) {
            refuse(exchange, faults.toString());
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        exchange.getResponseHeaders()
                .add(
                        "Location",
                        asked.get("redirect_uri") + "?code=" + code + "&state="
                                + URLEncoder.encode(asked.get("state"), UTF_8));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> given = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        Map<String, String> asked = codes.remove(given.getOrDefault("code", ""));
        String pair = URLEncoder.encode(CLIENT, UTF_8) + ":" + URLEncoder.encode(SECRET, UTF_8);
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
        List<String> faults = new ArrayList<>();
        check(faults, exchange.getRequestMethod().equals("POST"), "method");
        check(faults, basic.equals(exchange.getRequestHeaders().getFirst("Authorization")), "client authentication");
        check(faults, "authorization_code".equals(given.get("grant_type")), "grant_type");
        check(faults, asked != null, "code");
        if (asked != null) {
            check(faults, asked.get("redirect_uri").equals(given.get("redirect_uri")), "redirect_uri");
            check(
                    faults,
                    asked.get("code_challenge").equals(challenge(given.getOrDefault("code_verifier", ""))),
                    "code_verifier");
        }
        if (!faults.isEmpty() || asked == null) {
            refuse(exchange, faults.toString());
            return;
        }
        answer(
                exchange,
                200,
                json.writeValueAsString(Map.of(
                        "access_token",
                        "opaque",
                        "token_type",
                        "Bearer",
                        "expires_in",
                        60,
                        "id_token",
                        idToken(asked.get("nonce")))));
    }

    /** RP-Initiated Logout 1.0: goes back where it is asked to, or says good-bye. */
    private void logout(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
        JsonWebSignature signature = new JsonWebSignature();
        signature.setKey(key.getPublicKey());
        try {
            signature.setCompactSerialization(asked.getOrDefault("id_token_hint", ""));
            if (!signature.verifySignature() || !CLIENT.equals(asked.get("client_id"))) {
                refuse(exchange, "id_token_hint");
                return;
            }
            loggedOut.add(JwtClaims.parse(signature.getPayload()).getSubject());
        } catch (JoseException | InvalidJwtException | MalformedClaimException e) {
            refuse(exchange, "id_token_hint: " + e.getMessage());
            return;
        }
        String back = asked.get("post_logout_redirect_uri");
        if (back == null) {
            answer(exchange, 200, "{\"bye\":true}");
            return;
        }
        exchange.getResponseHeaders().add("Location", back);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private String idToken(String nonce) {
        JwtClaims token = new JwtClaims();
        token.setIssuer(issuer());
        token.setAudience(CLIENT);
        token.setSubject("subject-1");
        token.setIssuedAtToNow();
        token.setExpirationTimeMinutesInTheFuture(LIFE_MINUTES);
        token.setStringClaim("nonce", nonce);
        claims.forEach(token::setClaim);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(token.toJson());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getPrivateKey());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("every JVM has RS256", e);
        }
    }

    private static void check(List<String> faults, boolean holds, String what) {
        if (!holds) {
            faults.add(what);
        }
    }

    private void refuse(HttpExchange exchange, String why) throws IOException {
        refusals.add(why);
        answer(exchange, 400, "{\"error\":\"invalid_request\"}");
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static Map<String, String> form(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : (text == null ? "" : text).split("&")) {
            int at = pair.indexOf('=');
            if (at > 0) {
                fields.put(
                        URLDecoder.decode(pair.substring(0, at), UTF_8),
                        URLDecoder.decode(pair.substring(at + 1), UTF_8));
            }
        }
        return fields;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** Runs until it is ended; whoever logs in is an owner. @param arguments port */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (OpenIdServer server = new OpenIdServer(".*", Integer.parseInt(arguments[0])).start()) {
            server.person(Map.of("email", "zoe@example.org", "name", "Zoé", "roles", List.of("owner")));
            new CountDownLatch(1).await();
        }
    }
}
