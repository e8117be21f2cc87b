// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void eachIsAnotherOneAndNoneIsOfThoseThatConnectionsAreGiven() throws IOException {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            int port = FreePorts.one();
            assertThat(port).isBetween(10_000, 19_999);
            assertThat(ports.add(port)).isTrue();
        }
    }

    @Test
    void itIsFreeByTcpAndByUdpOnEveryAddress() throws IOException {
        int port = FreePorts.one();
        try (ServerSocket tcp = new ServerSocket(port);
                DatagramSocket udp = new DatagramSocket(port)) {
            assertThat(tcp.getLocalPort()).isEqualTo(udp.getLocalPort());
        }
    }
}
