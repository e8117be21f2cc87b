// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortCheckTest {
    @Test
    void everyTakenPortIsNamedInOneMessage() throws Exception {
        // Given
        Ports ports = Ports.free();
        try (var http = new ServerSocket(ports.http().get(AlloService.CHANNEL_ROUTER));
                var onLoopbackOnly = new ServerSocket(
                        ports.management().get(AlloService.SIP_GATEWAY), 1, InetAddress.getLoopbackAddress());
                var sip = new DatagramSocket(ports.sip())) {

            // Then
            assertThatThrownBy(() -> PortCheck.requireFree(ports, EnumSet.allOf(AlloService.class)))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageContaining(http.getLocalPort() + " (channel-router)")
                    .hasMessageContaining(onLoopbackOnly.getLocalPort() + " (sip-gateway, health")
                    .hasMessageContaining(sip.getLocalPort() + " (SIP over UDP)");
        }
        assertThatCode(() -> PortCheck.requireFree(ports, EnumSet.allOf(AlloService.class)))
                .doesNotThrowAnyException();
    }

    @Test
    void portsOfServicesThatAreNotStartedMayBeTaken() throws Exception {
        Ports ports = Ports.free();
        try (var taken = new ServerSocket(ports.http().get(AlloService.CHANNEL_ROUTER))) {
            assertThat(taken.isBound()).isTrue();
            assertThatCode(() -> PortCheck.requireFree(ports, EnumSet.of(AlloService.SIP_GATEWAY)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void offsetMovesAllAndSingleVariableMovesOne() {
        var ports = Ports.of(new Environment(Map.of("ALLO_PORT_OFFSET", "100", "ALLO_CHANNEL_ROUTER_PORT", "8080")));

        assertThat(ports.http())
                .containsEntry(AlloService.SESSION_CONFIG_SERVICE, 4100)
                .containsEntry(AlloService.CHANNEL_ROUTER, 8080);
        assertThat(ports.management()).containsEntry(AlloService.SIP_GATEWAY, 9104);
        assertThat(ports.sip()).isEqualTo(5160);
    }
}
