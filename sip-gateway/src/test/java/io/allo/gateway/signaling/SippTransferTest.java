// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.TransferResult;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.testkit.sip.Sipp;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows C22, C23, C25 with SIPp as the trunk, ten calls at a time. */
class SippTransferTest {
    private static final int CALLS = 10;

    @TempDir
    Path folder;

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
            call(Sipp.scenario("refer-followed.xml").replace("OUTCOME", outcome), gateway.port());
            ended(gateway, end);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"405 Method Not Allowed", "603 Decline"})
    void trunkRefusesReferAndTheGatewayBridges(String refusal) throws Exception {
        int port = freePort();
        try (Sipp human = Sipp.answering(folder, port);
                InMemoryWorker worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, transferring());
                GatewayUnderTest gateway = new GatewayUnderTest(worker);
                TrunkToPeer trunkSide = new TrunkToPeer(gateway, port)) {
            call(Sipp.scenario("refer-refused.xml").replace("REFUSAL", refusal), gateway.port());
            ended(gateway, EndReason.TRANSFERRED.slug());
            assertThat(trunkSide.dialled()).isEqualTo(CALLS);
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

    private void call(String scenario, int port) throws IOException, InterruptedException {
        Sipp.run(scenario, folder, port, "-s", "restaurant", "-m", String.valueOf(CALLS), "-r", "5");
    }
}
