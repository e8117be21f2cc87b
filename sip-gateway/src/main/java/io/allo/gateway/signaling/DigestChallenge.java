// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.util.Objects.requireNonNull;

import gov.nist.javax.sip.header.AuthenticationHeader;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One challenge of a 401 or 407 (RFC 7616 3.3).
 *
 * @param proxy of a 407: answered in Proxy-Authorization
 * @param algorithm as named, {@code MD5} when not
 * @param qop offered protections, empty for RFC 2069
 */
record DigestChallenge(
        boolean proxy,
        String realm,
        String nonce,
        String algorithm,
        List<String> qop,
        @Nullable String opaque,
        boolean stale) {

    DigestChallenge {
        requireNonNull(realm, "realm");
        requireNonNull(nonce, "nonce");
        requireNonNull(algorithm, "algorithm");
        qop = List.copyOf(qop);
    }

    /** In the order of the response, which is the server's preference (RFC 8760 2.4). */
    static List<DigestChallenge> of(SIPResponse response) {
        List<DigestChallenge> challenges = new ArrayList<>();
        add(challenges, response, "WWW-Authenticate", false);
        add(challenges, response, "Proxy-Authenticate", true);
        return challenges;
    }

    private static void add(List<DigestChallenge> challenges, SIPResponse response, String name, boolean proxy) {
        for (Iterator<?> each = response.getHeaders(name); each.hasNext(); ) {
            if (each.next() instanceof AuthenticationHeader header
                    && "digest".equalsIgnoreCase(header.getScheme())
                    && header.getRealm() != null
                    && header.getNonce() != null) {
                challenges.add(of(header, proxy));
            }
        }
    }

    private static DigestChallenge of(AuthenticationHeader header, boolean proxy) {
        String qop = header.getQop();
        return new DigestChallenge(
                proxy,
                header.getRealm(),
                header.getNonce(),
                header.getAlgorithm() == null ? "MD5" : header.getAlgorithm(),
                qop == null
                        ? List.of()
                        : List.of(qop.toLowerCase(Locale.ROOT).trim().split("\\s*,\\s*")),
                header.getOpaque(),
                header.isStale());
    }
}
