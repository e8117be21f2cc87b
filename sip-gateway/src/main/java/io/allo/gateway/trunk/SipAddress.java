// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.trunk.SipTarget.Transport;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a SIP URI that say where to go (RFC 3261 19.1).
 *
 * @param user null when there is none
 * @param host name or IP literal, an IPv6 literal without its brackets
 * @param port 0 when none is named: then SRV decides (RFC 3263 4.2)
 */
public record SipAddress(@Nullable String user, String host, int port, Transport transport) {
    private static final int LONGEST = 512;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern URI = Pattern.compile(
            "(?<scheme>sips?):(?:(?<user>[^@;>\\s:]{1,128})(?::[^@\\s]*)?@)?"
                    + "(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]{1,253})(?::(?<port>\\d{1,5}))?(?<rest>[;?][^>\\s]*)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TRANSPORT = Pattern.compile("[;]transport=([a-z]+)", Pattern.CASE_INSENSITIVE);

    public SipAddress {
        requireNonNull(host, "host");
        requireNonNull(transport, "transport");
    }

    /** Empty when it is no SIP URI. @param otherwise transport when the URI names none */
    public static Optional<SipAddress> parse(String uri, Transport otherwise) {
        Matcher matcher = URI.matcher(uri.length() > LONGEST ? "" : uri.trim());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String port = matcher.group("port");
        int number = port == null ? 0 : Integer.parseInt(port);
        if (number > HIGHEST_PORT) {
            return Optional.empty();
        }
        String host = matcher.group("host");
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return Optional.of(new SipAddress(matcher.group("user"), bare, number, transport(matcher, otherwise)));
    }

    /** Where a SIP account's requests go: its {@code trunk_uri} over its {@code contact_transport}. */
    public static Optional<SipAddress> of(Trunk trunk) {
        return parse(trunk.trunkUri(), Transport.of(trunk.contactTransport()));
    }

    private static Transport transport(Matcher uri, Transport otherwise) {
        if (uri.group("scheme").toLowerCase(Locale.ROOT).equals("sips")) {
            return Transport.TLS;
        }
        Matcher named = TRANSPORT.matcher(uri.group("rest") == null ? "" : uri.group("rest"));
        return named.find() ? Transport.of(named.group(1)) : otherwise;
    }

    /** Host as it stands in a URI. */
    public String uriHost() {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /** {@code host[:port]} as it stands in a URI. */
    public String hostPort() {
        return port == 0 ? uriHost() : uriHost() + ":" + port;
    }
}
