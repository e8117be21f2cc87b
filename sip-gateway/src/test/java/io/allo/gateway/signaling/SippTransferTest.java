// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.TransferResult;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows C22, C23, C25 with SIPp as the trunk, ten calls at a time. Skipped where SIPp is missing, but not in CI. */
class SippTransferTest {
    private static final int CALLS = 10;

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

    /** Transfers at the answer, and hangs up when that comes to nothing. */
    private static BiConsumer<InMemoryWorker.Session, StreamMessage> transferring() {
        return (session, message) -> {
            switch (message) {
                case StreamMessage.Start _ -> session.say(new StreamMessage.Answer(session.streamSid()));
                case StreamMessage.CallState state
                when state.state().equals(StreamMessage.CallState.ANSWERED) ->
                    session.say(new StreamMessage.Transfer(session.streamSid(), "+33123456789"));
                case TransferResult result
                when result.outcome() != TransferResult.Outcome.TRANSFERRED ->
                    session.say(new StreamMessage.Hangup(session.streamSid(), null));
                default -> {}
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"200 OK, transferred", "486 Busy Here, agent-hangup", "603 Decline, agent-hangup"})
    void trunkFollowsRefer(String outcome, String end) throws Exception {
        try (InMemoryWorker worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, transferring());
                GatewayUnderTest gateway = new GatewayUnderTest(worker)) {
            Process trunk = caller("refer-followed.xml", "OUTCOME", outcome, gateway.port());
            finished(trunk);
            ended(gateway, end);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"405 Method Not Allowed", "603 Decline"})
    void trunkRefusesReferAndTheGatewayBridges(String refusal) throws Exception {
        int port = freePort();
        Process human = sipp("human", List.of("-sn", "uas", "-p", String.valueOf(port)));
        try (InMemoryWorker worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, transferring());
                GatewayUnderTest gateway = new GatewayUnderTest(worker);
                TrunkToPeer trunkSide = new TrunkToPeer(gateway, port)) {
            Process trunk = caller("refer-refused.xml", "REFUSAL", refusal, gateway.port());
            await().until(() -> gateway.sip().legs() > 0);
            finished(trunk);
            ended(gateway, EndReason.TRANSFERRED.slug());
            assertThat(trunkSide.dialled()).isEqualTo(CALLS);
        } finally {
            human.destroyForcibly();
        }
    }

    private static void ended(GatewayUnderTest gateway, String slug) {
        await().untilAsserted(() -> {
            assertThat(gateway.telemetry().ended()).hasSize(CALLS);
            assertThat(gateway.calls().active()).isZero();
            assertThat(gateway.sip().legs()).isZero();
            assertThat(gateway.media().openLegs()).isZero();
            assertThat(gateway.directory().held()).isZero();
        });
        assertThat(gateway.telemetry().ended()).extracting(EndReason::slug).containsOnly(slug);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process caller(String scenario, String placeholder, String value, int port) throws IOException {
        Path file = folder.resolve(scenario);
        try (InputStream in = SippTransferTest.class.getResourceAsStream("/sipp/" + scenario)) {
            String text = new String(Objects.requireNonNull(in, scenario).readAllBytes(), UTF_8);
            Files.writeString(file, text.replace(placeholder, value));
        }
        return sipp(
                "caller",
                List.of(
                        "127.0.0.1:" + port,
                        "-sf",
                        file.toString(),
                        "-s",
                        "restaurant",
                        "-m",
                        String.valueOf(CALLS),
                        "-r",
                        "5",
                        "-timeout",
                        "60",
                        "-recv_timeout",
                        "10000"));
    }

    private Process sipp(String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sipp"));
        command.addAll(arguments);
        command.addAll(List.of(
                "-i",
                "127.0.0.1",
                "-nostdin",
                "-trace_err",
                "-error_file",
                folder.resolve(name + "-errors.log").toString()));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private void finished(Process sipp) throws Exception {
        try {
            assertThat(sipp.waitFor(90, TimeUnit.SECONDS)).isTrue();
            Path errors = folder.resolve("caller-errors.log");
            String why = Files.exists(errors) ? Files.readString(errors) : "see caller.log";
            assertThat(sipp.exitValue()).as(why).isZero();
        } finally {
            sipp.destroyForcibly();
        }
    }
}
