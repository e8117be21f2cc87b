// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The address that a peer should use for us: the advertised one, or the one that this machine's routing table picks towards
 * the peer. Thread-safe.
 */
final class LocalAddress {
    private static final int REMEMBERED = 1000;
    private static final int ANY_PORT = 9;

    private final Optional<String> signalling;
    private final Optional<String> media;
    private final Map<InetAddress, String> towards = new ConcurrentHashMap<>();

    /** @param media advertised for RTP; the one for signalling when empty */
    LocalAddress(Optional<String> signalling, Optional<String> media) {
        this.signalling = signalling;
        this.media = media.or(() -> signalling);
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
