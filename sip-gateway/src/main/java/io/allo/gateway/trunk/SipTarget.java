// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.Locale;

/**
 * One place to send a request to, after RFC 3263.
 *
 * @param address never a name: the SIP stack would resolve it and block
 * @param domain of the URI that was looked for; a TLS certificate is checked against it (RFC 5922), not against an SRV target
 */
public record SipTarget(InetAddress address, int port, Transport transport, String domain) {

    /** RFC 3261 18. */
    public enum Transport {
        UDP,
        TCP,
        TLS;

        /** @param name in any case; UDP when unknown */
        public static Transport of(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "tcp" -> TCP;
                case "tls" -> TLS;
                default -> UDP;
            };
        }

        public int defaultPort() {
            return this == TLS ? 5061 : 5060;
        }
    }

    public SipTarget {
        requireNonNull(address, "address");
        requireNonNull(transport, "transport");
        requireNonNull(domain, "domain");
    }

    /** Without the domain: for logs. */
    @Override
    public String toString() {
        String host = address.getHostAddress();
        return transport + " " + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
