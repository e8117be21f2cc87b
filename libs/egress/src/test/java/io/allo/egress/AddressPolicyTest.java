// SPDX-License-Identifier: Apache-2.0
package io.allo.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "::7f00:1",
                "2002:7f00:1::",
                "2001::1",
                "64:ff9b:1::1",
                "192.0.0.8"
            })
    void innerAddressesAreRefusedUnlessListed(String address) throws Exception {
        InetAddress inner = InetAddress.getByName(address);
        assertThat(new AddressPolicy(Set.of()).allows("shop.example", 443, inner))
                .isFalse();
        assertThat(new AddressPolicy(Set.of("shop.example:443")).allows("shop.example", 443, inner))
                .isTrue();
        assertThat(new AddressPolicy(Set.of("shop.example:443")).allows("shop.example", 80, inner))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.215.14", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"})
    void publicAddressesAreAllowed(String address) throws Exception {
        assertThat(AddressPolicy.isPublic(InetAddress.getByName(address))).isTrue();
    }
}
