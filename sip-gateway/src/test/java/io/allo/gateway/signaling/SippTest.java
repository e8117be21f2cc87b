// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many calls at once from SIPp, over UDP and TCP: a stack that is none of ours. Skipped where SIPp is missing, but not in CI. */
class SippTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void needsSipp() {
        boolean there = List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "sipp")));
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(there, "SIPp is missing: apt-get install sip-tester");
        }
        assertThat(there).as("SIPp is installed in CI").isTrue();
    }

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
            run(scenario, transport, gateway.port());
            await().untilAsserted(() -> {
                assertThat(gateway.telemetry().ended()).hasSize(30);
                assertThat(gateway.calls().active()).isZero();
                assertThat(gateway.sip().legs()).isZero();
                assertThat(gateway.media().openLegs()).isZero();
                assertThat(gateway.directory().held()).isZero();
            });
        }
    }

    private void run(String scenario, String transport, int port) throws IOException, InterruptedException {
        Path file = folder.resolve(scenario);
        try (InputStream in = SippTest.class.getResourceAsStream("/sipp/" + scenario)) {
            Files.copy(Objects.requireNonNull(in, scenario), file);
        }
        Path errors = folder.resolve("errors.log");
        Process sipp = new ProcessBuilder(
                        "sipp",
                        "127.0.0.1:" + port,
                        "-sf",
                        file.toString(),
                        "-s",
                        "restaurant",
                        "-i",
                        "127.0.0.1",
                        "-t",
                        transport,
                        "-m",
                        "30",
                        "-r",
                        "15",
                        "-timeout",
                        "60",
                        "-recv_timeout",
                        "10000",
                        "-nostdin",
                        "-trace_err",
                        "-error_file",
                        errors.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sipp.log").toFile())
                .start();
        try {
            assertThat(sipp.waitFor(90, TimeUnit.SECONDS)).isTrue();
            String why = Files.exists(errors) ? Files.readString(errors) : "see sipp.log";
            assertThat(sipp.exitValue()).as(why).isZero();
        } finally {
            sipp.destroyForcibly();
        }
    }
}
