// SPDX-License-Identifier: Apache-2.0
package io.allo.router.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Set;

/**
 * Which resolved addresses a customer's URL may lead to: the public ones. Loopback, private, link-local (cloud metadata),
 * multicast, carrier-grade NAT, unique-local and IPv4-mapped forms of these are refused, unless the origin is listed.
 */
record AddressPolicy(Set<String> allowedOrigins) {

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
        if (address instanceof Inet6Address) {
            boolean uniqueLocal = (bytes[0] & 0xfe) == 0xfc;
            boolean translated = bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 0xff) == 0xff; // 64:ff9b::/96
            boolean compatible = startsWithZeros(bytes);
            return !uniqueLocal && !translated && !compatible;
        }
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean sharedNat = first == 100 && second >= 64 && second < 128; // RFC 6598
        boolean thisNetwork = first == 0;
        boolean benchmarking = first == 198 && (second == 18 || second == 19); // RFC 2544
        return !sharedNat && !thisNetwork && !benchmarking && first < 240;
    }

    private static boolean startsWithZeros(byte[] bytes) {
        for (int i = 0; i < 8; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
