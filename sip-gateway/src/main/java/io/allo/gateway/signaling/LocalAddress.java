// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.header.Via;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The address that a peer should use for us: the advertised one, else the one at which the peer says that it sees us (behind an
 * address translator), else the one that this machine's routing table picks towards the peer. Thread-safe.
 */
final class LocalAddress {
    private static final Logger LOG = Logger.getLogger(LocalAddress.class);
    private static final int REMEMBERED = 1000;
    private static final int ANY_PORT = 9;

    private final Optional<String> signalling;
    private final Optional<String> media;
    private final boolean learns;
    private final Map<InetAddress, String> towards = new ConcurrentHashMap<>();
    private final Map<Peer, Place> seen = new ConcurrentHashMap<>();

    private record Peer(InetAddress address, String transport) {
        static Peer of(InetAddress address, String transport) {
            return new Peer(address, transport.toUpperCase(Locale.ROOT));
        }
    }

    /** @param host IP literal */
    record Place(String host, int port) {}

    /**
     * @param media advertised for RTP; the one for signalling when empty
     * @param learns believe a registrar that says where it sees us; never where an address is advertised
     */
    LocalAddress(Optional<String> signalling, Optional<String> media, boolean learns) {
        this.signalling = signalling;
        this.media = media.or(() -> signalling);
        this.learns = learns && signalling.isEmpty();
    }

    /** What stands in a Contact for this peer. @param port our own one of this transport */
    Place contact(InetAddress peer, String transport, int port) {
        Place learned = seen.get(Peer.of(peer, transport));
        return learned == null ? new Place(signalling(peer), port) : learned;
    }

    /** A registrar that we asked from {@code ours} says by {@code received} and {@code rport} where it sees us (RFC 3581). */
    void seen(InetAddress peer, Via ours) {
        String host = ours.getReceived();
        if (!learns || host == null || !NextHop.isLiteral(host)) {
            return;
        }
        Peer key = Peer.of(peer, ours.getTransport());
        boolean moved = !isSame(host, ours.getHost());
        // over TCP and TLS the port is that of the connection: without a translator it says nothing
        boolean otherPort =
                ours.getTransport().equalsIgnoreCase("udp") && ours.getRPort() > 0 && ours.getRPort() != ours.getPort();
        if (!moved && !otherPort) {
            seen.remove(key);
        } else if (seen.size() < REMEMBERED) {
            Place place = new Place(NextHop.bare(host), ours.getRPort() > 0 ? ours.getRPort() : ours.getPort());
            if (!place.equals(seen.put(key, place))) {
                LOG.infof("%s sees us at %s:%d", peer.getHostAddress(), place.host(), place.port());
            }
        }
    }

    /** IPv6 has many spellings. */
    private static boolean isSame(String literal, String host) {
        return NextHop.isLiteral(host)
                && InetAddress.ofLiteral(NextHop.bare(literal)).equals(InetAddress.ofLiteral(NextHop.bare(host)));
    }

    String signalling(InetAddress peer) {
        return signalling.orElseGet(() -> towards(peer));
    }

    String media(InetAddress peer) {
        return media.orElseGet(() -> towards(peer));
    }

    private String towards(InetAddress peer) {
        if (towards.size() >= REMEMBERED) {
            towards.clear();
        }
        return towards.computeIfAbsent(peer, LocalAddress::route);
    }

    /** Connecting a UDP socket sends nothing; the kernel only looks up the route. */
    private static String route(InetAddress peer) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(peer, ANY_PORT));
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
