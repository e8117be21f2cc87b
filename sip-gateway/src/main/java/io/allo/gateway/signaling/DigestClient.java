// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of digest authentication for one user (RFC 7616, RFC 8760): MD5, SHA-256 and SHA-512-256, quality of
 * protection {@code auth} or none. A nonce is used again with a rising count until the server wants another. Not thread-safe.
 */
final class DigestClient {
    /** A server that calls every nonce stale would keep us busy for ever. */
    private static final int MOST_ANSWERS = 3;

    private final String user;
    private final String password;
    private final Supplier<String> cnonces;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private int answers;
    private boolean answeredFresh;

    /** What to do after a 401 or 407. */
    enum Verdict {
        /** Send the request again, with {@link #credentials}. */
        ANSWER,
        /** User or password are wrong. */
        REFUSED,
        /** No algorithm or protection in common. */
        UNSUPPORTED
    }

    /** A header to send. */
    record Credentials(String header, String value) {
        /** Without the digest: records print themselves. */
        @Override
        public String toString() {
            return header;
        }
    }

    private static final class Session {
        private final DigestChallenge challenge;
        private final String hash;
        private int count;

        Session(DigestChallenge challenge, String hash) {
            this.challenge = challenge;
            this.hash = hash;
        }
    }

    DigestClient(String user, String password, Supplier<String> cnonces) {
        this.user = requireNonNull(user, "user");
        this.password = requireNonNull(password, "password");
        this.cnonces = requireNonNull(cnonces, "cnonces");
    }

    /** A new request, which may use the nonces of the one before. */
    void begin() {
        answers = 0;
        answeredFresh = false;
    }

    Verdict challenged(List<DigestChallenge> challenges) {
        Map<String, Session> chosen = new LinkedHashMap<>();
        boolean stale = false;
        for (DigestChallenge challenge : challenges) {
            stale |= challenge.stale();
            String hash = hash(challenge.algorithm());
            if (hash != null && (challenge.qop().isEmpty() || challenge.qop().contains("auth"))) {
                chosen.putIfAbsent(challenge.proxy() + challenge.realm(), new Session(challenge, hash));
            }
        }
        boolean newRealm = !sessions.keySet().containsAll(chosen.keySet());
        if (chosen.isEmpty()) {
            return challenges.isEmpty() ? Verdict.REFUSED : Verdict.UNSUPPORTED;
        }
        if ((answeredFresh && !stale && !newRealm) || ++answers > MOST_ANSWERS) {
            sessions.clear();
            return Verdict.REFUSED;
        }
        answeredFresh = true;
        sessions.putAll(chosen);
        return Verdict.ANSWER;
    }

    /** Headers for the next request; empty before the first challenge. @param uri the Request-URI's text */
    List<Credentials> credentials(String method, String uri) {
        List<Credentials> all = new ArrayList<>();
        for (Session session : sessions.values()) {
            String name = session.challenge.proxy() ? "Proxy-Authorization" : "Authorization";
            all.add(new Credentials(name, answer(session, method, uri)));
        }
        return all;
    }

    private String answer(Session session, String method, String uri) {
        DigestChallenge challenge = session.challenge;
        StringBuilder text = new StringBuilder("Digest username=").append(quoted(user));
        text.append(",realm=").append(quoted(challenge.realm()));
        text.append(",nonce=").append(quoted(challenge.nonce()));
        text.append(",uri=").append(quoted(uri));
        String ha1 = hex(session.hash, user + ":" + challenge.realm() + ":" + password);
        String ha2 = hex(session.hash, method + ":" + uri);
        if (challenge.qop().isEmpty()) {
            text.append(",response=").append(quoted(hex(session.hash, ha1 + ":" + challenge.nonce() + ":" + ha2)));
        } else {
            String count = String.format(Locale.ROOT, "%08x", ++session.count);
            String cnonce = cnonces.get();
            String response = hex(session.hash, String.join(":", ha1, challenge.nonce(), count, cnonce, "auth", ha2));
            text.append(",response=").append(quoted(response));
            text.append(",cnonce=").append(quoted(cnonce));
            text.append(",nc=").append(count).append(",qop=auth");
        }
        text.append(",algorithm=").append(challenge.algorithm());
        Optional.ofNullable(challenge.opaque())
                .ifPresent(opaque -> text.append(",opaque=").append(quoted(opaque)));
        return text.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Name of the hash in the JDK, null when we do not have the algorithm. */
    private static @Nullable String hash(String algorithm) {
        return switch (algorithm.toUpperCase(Locale.ROOT)) {
            case "MD5" -> "MD5";
            case "SHA-256" -> "SHA-256";
            case "SHA-512-256" -> "SHA-512/256";
            default -> null;
        };
    }

    private static String hex(String hash, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(hash).digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + hash, e);
        }
    }
}
