// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Whether a certificate is that of a SIP domain (RFC 5922 7.1, 7.2): a {@code sip:} URI in the subject alternative names
 * decides; without one a DNS name, or an address for a domain that is one; without any of those the common name. One whole
 * label in front may be a wildcard, which the RFC forbids: large carriers have such certificates.
 */
final class PeerName {
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;

    private PeerName() {}

    static boolean isNamed(X509Certificate certificate, String domain) {
        String wanted = domain.toLowerCase(Locale.ROOT);
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException _) {
            return false;
        }
        if (names == null) {
            return matches(commonName(certificate), wanted);
        }
        List<String> uris = of(names, URI).stream()
                .filter(uri -> uri.startsWith("sip:"))
                .map(uri -> uri.substring(4))
                .toList();
        if (!uris.isEmpty()) {
            return uris.contains(wanted);
        }
        return of(names, DNS).stream().anyMatch(name -> matches(name, wanted))
                || of(names, ADDRESS).stream().anyMatch(address -> isSame(address, wanted));
    }

    private static List<String> of(Collection<List<?>> names, int type) {
        List<String> found = new ArrayList<>();
        for (List<?> name : names) {
            if (Integer.valueOf(type).equals(name.get(0)) && name.get(1) instanceof String text) {
                found.add(text.toLowerCase(Locale.ROOT));
            }
        }
        return found;
    }

    private static boolean matches(String name, String domain) {
        if (name.startsWith("*.")) {
            int dot = domain.indexOf('.');
            boolean ofOneOwner = name.indexOf('.', 2) > 0; // *.org is everybody's
            return ofOneOwner && dot > 0 && domain.substring(dot).equals(name.substring(1));
        }
        return !name.isEmpty() && name.equals(domain);
    }

    /** Literals compare as addresses: IPv6 is written in many ways. */
    private static boolean isSame(String address, String domain) {
        try {
            String bare = domain.startsWith("[") ? domain.substring(1, domain.length() - 1) : domain;
            return InetAddress.ofLiteral(address).equals(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String commonName(X509Certificate certificate) {
        try {
            for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (rdn.getType().equalsIgnoreCase("CN")) {
                    return String.valueOf(rdn.getValue()).toLowerCase(Locale.ROOT);
                }
            }
        } catch (InvalidNameException _) {
            return "";
        }
        return "";
    }
}
