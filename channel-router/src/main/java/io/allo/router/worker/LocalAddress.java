// SPDX-License-Identifier: Apache-2.0
package io.allo.router.worker;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;

/** This machine's address, as others see it. */
final class LocalAddress {
    private static final String LOOPBACK = "127.0.0.1";

    private LocalAddress() {}

    /** Where this process reaches itself. */
    static String own(String boundHost) {
        return isAny(boundHost) ? LOOPBACK : boundHost;
    }

    private static boolean isAny(String boundHost) {
        return boundHost.equals("0.0.0.0") || boundHost.equals("::");
    }

    /** The bound address itself, or for "all addresses" the first IPv4 address that is not loopback. */
    static String reachable(String boundHost) {
        if (!isAny(boundHost)) {
            return boundHost;
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(LocalAddress::up)
                    .flatMap(network -> Collections.list(network.getInetAddresses()).stream())
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse(LOOPBACK);
        } catch (SocketException e) {
            return LOOPBACK;
        }
    }

    private static boolean up(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback() && !network.isPointToPoint();
        } catch (SocketException e) {
            return false;
        }
    }
}
