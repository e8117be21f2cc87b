// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import java.net.InetAddress;
import java.util.Optional;

/** An address or CIDR range, {@code 203.0.113.7}, {@code 203.0.113.0/24}, {@code 2001:db8::/32}. */
record AddressRange(byte[] network, int prefix) {

    /** Empty when the text is neither; names are never resolved here. */
    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        try {
            byte[] network = InetAddress.ofLiteral(host.strip()).getAddress();
            int longest = network.length * 8;
            int prefix = slash < 0
                    ? longest
                    : Integer.parseInt(text.substring(slash + 1).strip());
            return prefix < 0 || prefix > longest ? Optional.empty() : Optional.of(new AddressRange(network, prefix));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != network[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        int mask = 0xFF00 >> rest & 0xFF;
        return rest == 0 || (bytes[whole] & mask) == (network[whole] & mask);
    }
}
