// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Where callbacks and media sockets may go. {@code host}: any port, while the name leads to public addresses; {@code host:port}:
 * this one, wherever it leads. Whoever may place calls must not reach into our own network with them. Thread-safe.
 */
public final class AllowedHosts {
    private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

    private final Vertx vertx;
    private final Set<String> entries = new HashSet<>();

    /** @param configured URLs of the operator, allowed as they stand */
    public AllowedHosts(Vertx vertx, Collection<String> listed, Collection<URI> configured) {
        this.vertx = vertx;
        listed.forEach(entry -> entries.add(entry.trim().toLowerCase(Locale.ROOT)));
        configured.forEach(url -> entries.add(origin(url)));
    }

    /** Is the host on the list at all? Says nothing of its addresses. */
    public boolean lists(URI url) {
        return url.getHost() != null
                && url.getUserInfo() == null
                && SCHEMES.contains(scheme(url))
                && (entries.contains(origin(url)) || entries.contains(host(url)));
    }

    /** The address to connect to; fails when the URL may not be used. */
    Future<InetAddress> resolve(URI url) {
        if (!lists(url)) {
            return Future.failedFuture("host " + url.getHost() + " is not on the list");
        }
        boolean anywhere = entries.contains(origin(url));
        return vertx.executeBlocking(
                () -> {
                    InetAddress[] addresses = InetAddress.getAllByName(url.getHost());
                    for (InetAddress address : addresses) {
                        if (!anywhere && !isPublic(address)) {
                            throw new IllegalArgumentException("host " + url.getHost() + " leads to a private address");
                        }
                    }
                    return addresses[0];
                },
                false);
    }

    static int port(URI url) {
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return isSecure(url) ? 443 : 80;
    }

    static boolean isSecure(URI url) {
        return scheme(url).equals("https") || scheme(url).equals("wss");
    }

    private static String scheme(URI url) {
        return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    }

    private static String host(URI url) {
        return url.getHost().toLowerCase(Locale.ROOT);
    }

    private static String origin(URI url) {
        return host(url) + ":" + port(url);
    }

    /** Neither loopback nor private, link-local, multicast, shared NAT, unique-local, nor a translation of these. */
    static boolean isPublic(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address instanceof Inet6Address) {
            boolean uniqueLocal = (first & 0xfe) == 0xfc;
            boolean embedsIpv4 = first == 0;
            boolean sixToFour = first == 0x20 && second == 0x02;
            return !uniqueLocal && !embedsIpv4 && !sixToFour;
        }
        boolean sharedNat = first == 100 && second >= 64 && second < 128;
        boolean benchmarking = first == 198 && (second == 18 || second == 19);
        return !sharedNat && !benchmarking && first != 0 && first < 240;
    }
}
