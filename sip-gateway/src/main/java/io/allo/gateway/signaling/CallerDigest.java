// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkPolicy.InboundAuth;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sip.header.AuthorizationHeader;
import org.jspecify.annotations.Nullable;

/**
 * Digest at the called side (RFC 3261 22, RFC 8760): who calls by an account proves that he knows its password. SHA-256 is
 * offered first, MD5 for the phones that know nothing else. Thread-safe.
 */
final class CallerDigest {
    private static final String QOP = "auth";

    private final Nonces nonces;
    private final String realm;

    CallerDigest(Nonces nonces, String realm) {
        this.nonces = nonces;
        this.realm = realm;
    }

    /** What the credentials are worth. */
    sealed interface Verdict {
        record Proved(Trunk trunk) implements Verdict {}

        /** None for us. */
        record Missing() implements Verdict {}

        /** Right, by a nonce that is too old. */
        record Stale() implements Verdict {}

        record Wrong() implements Verdict {}
    }

    /** Two challenges, the better one first. */
    void challenge(SIPResponse unauthorized, boolean stale, SipMessages messages) {
        String nonce = nonces.next();
        String rest = "\", nonce=\"" + nonce + "\", qop=\"" + QOP + "\", algorithm=%s" + (stale ? ", stale=true" : "");
        for (String algorithm : List.of("SHA-256", "MD5")) {
            messages.add(unauthorized, "WWW-Authenticate", "Digest realm=\"" + realm + rest.formatted(algorithm));
        }
    }

    Verdict verify(SIPRequest request, List<Trunk> trunks) {
        AuthorizationHeader credentials = (AuthorizationHeader) request.getHeader(AuthorizationHeader.NAME);
        if (credentials == null || !realm.equals(credentials.getRealm())) {
            return new Verdict.Missing();
        }
        Optional<Trunk> trunk = trunks.stream()
                .filter(each -> each.policy().inboundAuth() == InboundAuth.DIGEST)
                .filter(each -> user(each).equals(credentials.getUsername()))
                .findFirst();
        // the work for an unknown user is the same: the time tells nothing
        String password = trunk.map(Trunk::password).orElse("");
        boolean right = proves(request, credentials, password) && trunk.isPresent() && !password.isEmpty();
        return switch (nonces.use(String.valueOf(credentials.getNonce()), credentials.getNonceCount())) {
            case FRESH -> right ? new Verdict.Proved(trunk.get()) : new Verdict.Wrong();
            case OLD -> right ? new Verdict.Stale() : new Verdict.Wrong();
            case FOREIGN -> new Verdict.Stale();
            case REPLAYED -> new Verdict.Wrong();
        };
    }

    private static String user(Trunk trunk) {
        String user = trunk.policy().authUser() == null
                ? trunk.username()
                : trunk.policy().authUser();
        return Objects.requireNonNullElse(user, "");
    }

    private boolean proves(SIPRequest request, AuthorizationHeader given, String password) {
        String algorithm = given.getAlgorithm() == null ? "MD5" : given.getAlgorithm();
        MessageDigest hash = hash(algorithm);
        boolean complete = hash != null
                && given.getURI() != null
                && given.getResponse() != null
                && QOP.equals(given.getQop())
                && given.getCNonce() != null;
        if (!complete) {
            return false;
        }
        String ha1 = hex(hash, given.getUsername() + ":" + realm + ":" + password);
        String ha2 = hex(hash, request.getMethod() + ":" + given.getURI());
        String count = "%08x".formatted(given.getNonceCount());
        String expected = hex(hash, String.join(":", ha1, given.getNonce(), count, given.getCNonce(), QOP, ha2));
        return MessageDigest.isEqual(
                expected.getBytes(UTF_8),
                given.getResponse().toLowerCase(java.util.Locale.ROOT).getBytes(UTF_8));
    }

    private static @Nullable MessageDigest hash(String algorithm) {
        try {
            return switch (algorithm.toUpperCase(java.util.Locale.ROOT)) {
                case "MD5" -> MessageDigest.getInstance("MD5");
                case "SHA-256" -> MessageDigest.getInstance("SHA-256");
                default -> null;
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has MD5 and SHA-256", e);
        }
    }

    private static String hex(MessageDigest hash, String text) {
        return HexFormat.of().formatHex(hash.digest(text.getBytes(UTF_8)));
    }
}
