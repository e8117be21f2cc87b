// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkPolicy.InboundAuth;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.AuthorizationHeader;
import org.jspecify.annotations.Nullable;

/**
 * Digest at the called side (RFC 3261 22, RFC 8760): who calls by an account proves that he knows its password, and that he
 * means the one who is called here. SHA-256 is offered first, MD5 for the phones that know nothing else. Thread-safe.
 */
final class CallerDigest {
    private static final AddressFactory ADDRESSES = new AddressFactoryImpl();
    private static final String QOP = "auth";
    private static final List<String> ALGORITHMS = List.of("SHA-256", "SHA-512-256", "MD5");
    private static final int SIP_PORT = 5060;
    private static final int SIPS_PORT = 5061;

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

        /** Right, by a nonce that is too old, or by a count that was seen already: a replay, or our answer was lost. */
        record Stale() implements Verdict {}

        record Wrong() implements Verdict {}
    }

    /** A challenge an algorithm, the best first. */
    void challenge(SIPResponse unauthorized, boolean stale, SipMessages messages) {
        String nonce = nonces.next();
        String rest = "\", nonce=\"" + nonce + "\", qop=\"" + QOP + "\", algorithm=%s" + (stale ? ", stale=true" : "");
        for (String algorithm : ALGORITHMS) {
            messages.add(unauthorized, "WWW-Authenticate", "Digest realm=\"" + realm + rest.formatted(algorithm));
        }
    }

    Verdict verify(SIPRequest request, List<Trunk> trunks) {
        AuthorizationHeader credentials = forOurRealm(request);
        if (credentials == null) {
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
            case OLD, REPLAYED -> right ? new Verdict.Stale() : new Verdict.Wrong();
            case FOREIGN -> new Verdict.Stale();
        };
    }

    /** Credentials for proxies before us may come along. */
    private @Nullable AuthorizationHeader forOurRealm(SIPRequest request) {
        for (Iterator<?> each = request.getHeaders(AuthorizationHeader.NAME); each.hasNext(); ) {
            if (each.next() instanceof AuthorizationHeader credentials && realm.equals(credentials.getRealm())) {
                return credentials;
            }
        }
        return null;
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
                && means(given.getURI().toString(), request)
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
                given.getResponse().toLowerCase(Locale.ROOT).getBytes(UTF_8));
    }

    /** A proxy on the way may have changed the Request-URI (RFC 3261 22.4); To says what was dialled. */
    private static boolean means(String text, SIPRequest request) {
        URI uri;
        try {
            uri = ADDRESSES.createURI(text);
        } catch (ParseException _) {
            return false;
        }
        return isSame(uri, request.getRequestURI())
                || isSame(uri, request.getTo().getAddress().getURI());
    }

    private static boolean isSame(URI one, URI other) {
        if (one instanceof SipURI a && other instanceof SipURI b) {
            return Objects.equals(a.getUser(), b.getUser())
                    && a.getHost().equalsIgnoreCase(b.getHost())
                    && port(a) == port(b);
        }
        return one.toString().equals(other.toString());
    }

    private static int port(SipURI uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return uri.isSecure() ? SIPS_PORT : SIP_PORT;
    }

    private static @Nullable MessageDigest hash(String algorithm) {
        try {
            return switch (algorithm.toUpperCase(Locale.ROOT)) {
                case "MD5" -> MessageDigest.getInstance("MD5");
                case "SHA-256" -> MessageDigest.getInstance("SHA-256");
                case "SHA-512-256" -> MessageDigest.getInstance("SHA-512/256");
                default -> null;
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has MD5 and SHA-2", e);
        }
    }

    private static String hex(MessageDigest hash, String text) {
        return HexFormat.of().formatHex(hash.digest(text.getBytes(UTF_8)));
    }
}
