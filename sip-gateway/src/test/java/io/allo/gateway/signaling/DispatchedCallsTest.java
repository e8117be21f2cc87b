// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.testkit.sip.Kamailio;
import io.allo.testkit.sip.Sipp;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways behind a real Kamailio with Record-Route: whatever comes within a call must reach the gateway that has it. */
class DispatchedCallsTest {
    private static final int CALLS = 12;

    @TempDir
    Path folder;

    @Test
    void reinvitesAndByesReachTheGatewayThatOwnsTheCall() throws Exception {
        try (var worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
                var first = new GatewayUnderTest(worker);
                var second = new GatewayUnderTest(worker)) {
            Files.writeString(folder.resolve("gateways.list"), """
                    1 sip:127.0.0.1:%d
                    1 sip:127.0.0.1:%d
                    """.formatted(first.port(), second.port()));
            try (var proxy = new Kamailio(folder, Kamailio.config("dispatcher.cfg"))) {
                Sipp.run(
                        Sipp.scenario("held-and-resumed.xml"),
                        folder,
                        proxy.port(),
                        "-s",
                        "restaurant",
                        "-m",
                        Integer.toString(CALLS),
                        "-r",
                        "6");

                await().untilAsserted(() -> {
                    assertThat(first.telemetry().ended()).hasSize(CALLS / 2);
                    assertThat(second.telemetry().ended()).hasSize(CALLS / 2);
                    assertThat(first.sip().legs() + second.sip().legs()).isZero();
                });
            }
        }
    }
}
