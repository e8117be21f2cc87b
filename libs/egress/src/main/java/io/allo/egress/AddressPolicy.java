// SPDX-License-Identifier: Apache-2.0
package io.allo.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Set;

/**
 * Which resolved addresses a customer's URL may lead to: the public ones. Loopback, private, link-local (cloud metadata),
 * multicast, carrier-grade NAT, unique-local, and IPv6 forms that carry or stand for an IPv4 address are refused, unless the
 * origin is listed.
 *
 * @param allowedOrigins {@code host:port} as the URL names them
 */
public record AddressPolicy(Set<String> allowedOrigins) {

    boolean allows(String host, int port, InetAddress address) {
        return allowedOrigins.contains(host + ":" + port) || isPublic(address);
    }

    static boolean isPublic(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address ? isPublicIpv6(bytes) : isPublicIpv4(bytes);
    }

    private static boolean isPublicIpv4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean thisNetwork = first == 0;
        boolean sharedNat = first == 100 && second >= 64 && second < 128; // RFC 6598
        boolean assignments = first == 192 && second == 0 && bytes[2] == 0; // RFC 6890
        boolean relay = first == 192 && second == 88 && bytes[2] == 99; // RFC 7526
        boolean benchmarking = first == 198 && (second == 18 || second == 19); // RFC 2544
        return !thisNetwork && !sharedNat && !assignments && !relay && !benchmarking && first < 240;
    }

    private static boolean isPublicIpv6(byte[] bytes) {
        int first = word(bytes, 0);
        int second = word(bytes, 2);
        boolean globalUnicast = (first & 0xe000) == 0x2000; // RFC 4291: all that has been given out
        boolean sixToFour = first == 0x2002; // RFC 3056
        boolean special = first == 0x2001 && second < 0x200; // RFC 2928: Teredo and the like
        return globalUnicast && !sixToFour && !special;
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
