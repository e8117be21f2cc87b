// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.testkit.sip.Sipp;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many calls at once from SIPp, over UDP and TCP: a stack that is none of ours. */
class SippTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "answered.xml, u1, 0.1",
        "answered.xml, t1, 0.1",
        "cancelled.xml, u1, 20",
        "cancelled.xml, t1, 20",
        "held.xml, u1, 0.1",
        "late_offer.xml, u1, 0.1",
        "late_offer.xml, t1, 0.1",
        "reliable.xml, u1, 0.3",
        "timed.xml, u1, 0.1"
    })
    void thirtyCalls(String scenario, String transport, double ringSeconds) throws Exception {
        try (InMemoryWorker worker =
                        new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(ringSeconds));
                GatewayUnderTest gateway = new GatewayUnderTest(worker)) {
            Sipp.run(
                    Sipp.scenario(scenario),
                    folder,
                    gateway.port(),
                    "-s",
                    "restaurant",
                    "-t",
                    transport,
                    "-m",
                    "30",
                    "-r",
                    "15");
            await().untilAsserted(() -> {
                assertThat(gateway.telemetry().ended()).hasSize(30);
                assertThat(gateway.calls().active()).isZero();
                assertThat(gateway.sip().legs()).isZero();
                assertThat(gateway.media().openLegs()).isZero();
                assertThat(gateway.directory().held()).isZero();
            });
        }
    }
}
