// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.audio.ToneGenerator;
import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.TransferResult;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.ReferPolicy;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import io.allo.gateway.rtp.RtpPacket;
import io.allo.gateway.signaling.TrunkToPeer;
import io.allo.testkit.sip.Baresip;
import io.allo.testkit.sip.Tone;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Row C25: a caller is handed to a real telephone (baresip) by a bridge. Each hears the other though their laws differ, after the
 * worker has gone.
 */
class BaresipTransferTest {
    private static final int HUMANS_TONE_HZ = 440;
    private static final int CALLERS_TONE_HZ = 1000;
    private static final Pattern AUDIO_PORT = Pattern.compile("m=audio (\\d+)");

    @TempDir
    Path folder;

    @Test
    void callerAndHumanHearEachOtherWithoutTheWorker() throws Exception {
        CompletableFuture<TransferResult.Outcome> outcome = new CompletableFuture<>();
        int port = freePort();
        MediaEngine engine = new MediaEngine(MediaTestSettings.defaults(), new SimpleMeterRegistry());
        engine.start();
        try (Baresip human = Baresip.answering(
                        folder, port, "+33123456789", "audio_codecs=pcma", Tone.loud(HUMANS_TONE_HZ));
                InMemoryWorker worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, transferring(outcome));
                GatewayUnderTest gateway = new GatewayUnderTest(Map.of(), engine, worker);
                TrunkToPeer trunk = new TrunkToPeer(gateway, port);
                TestPhone phone = new TestPhone(gateway.port());
                ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
            gateway.transfers(new ReferPolicy.Verdict.Bridge());
            TestCall call = phone.call("restaurant");
            RtpPeer caller = new RtpPeer(0);
            phone.send(call.inviteText(TestCall.OFFER
                    .replace("40000 RTP/AVP 8 0 101", caller.address().getPort() + " RTP/AVP 0 101")
                    .replace("a=rtpmap:8 PCMA/8000\r\n", "")));
            SipText ok = call.expect(200);
            call.ack();
            assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(TransferResult.Outcome.TRANSFERRED);
            await().until(() -> gateway.directory().held() == 0);

            talk(caller, portIn(ok), pace);
            assertThat(BaresipMediaTest.share(heardBy(caller), HUMANS_TONE_HZ)).isGreaterThan(0.85);
            // 60 ms of bridge and what baresip buffers: its recording is read by its own test; here it must go on
            // talking
            caller.discardWaiting();
            assertThat(BaresipMediaTest.share(heardBy(caller), HUMANS_TONE_HZ)).isGreaterThan(0.85);
            call.bye();
            await().untilAsserted(() -> {
                assertThat(gateway.calls().active()).isZero();
                assertThat(gateway.sip().legs()).isZero();
            });
            assertThat(gateway.telemetry().ended()).containsExactly(EndReason.TRANSFERRED);
            assertThat(trunk.dialled()).isEqualTo(1);
            human.await("CALL_CLOSED", Duration.ofSeconds(10));
            caller.close();
        } finally {
            engine.stop();
        }
        assertThat(log()).contains("Call established").contains("session closed");
        assertThat(BaresipMediaTest.share(BaresipMediaTest.heardByIt(folder), CALLERS_TONE_HZ))
                .isGreaterThan(0.85);
    }

    /** Transfers at the answer. */
    private static BiConsumer<InMemoryWorker.Session, StreamMessage> transferring(
            CompletableFuture<TransferResult.Outcome> outcome) {
        return (session, message) -> {
            switch (message) {
                case StreamMessage.Start _ -> session.say(new StreamMessage.Answer(session.streamSid()));
                case StreamMessage.CallState state
                when state.state().equals(StreamMessage.CallState.ANSWERED) ->
                    session.say(new StreamMessage.Transfer(session.streamSid(), "+33123456789"));
                case TransferResult result -> outcome.complete(result.outcome());
                default -> {}
            }
        };
    }

    private static void talk(RtpPeer caller, int gatewayPort, ScheduledExecutorService pace) {
        byte[] tone = Companding.encode(ToneGenerator.sine(CALLERS_TONE_HZ, Duration.ofSeconds(1), -12), Codec.PCMU);
        int[] at = new int[1];
        pace.scheduleAtFixedRate(
                () -> {
                    try {
                        int from = at[0]++ % 50 * 160;
                        byte[] payload = Arrays.copyOfRange(tone, from, from + 160);
                        caller.sendAudioTo(gatewayPort, payload);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                0,
                20,
                TimeUnit.MILLISECONDS);
    }

    /** One second, after one that lets the bridge settle. */
    private static short[] heardBy(RtpPeer caller) throws IOException {
        caller.receive(50);
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        for (RtpPacket packet : caller.receive(50)) {
            heard.write(packet.payload());
        }
        return Companding.decode(heard.toByteArray(), Codec.PCMU);
    }

    private static int portIn(SipText ok) {
        Matcher audio = AUDIO_PORT.matcher(ok.body());
        assertThat(audio.find()).isTrue();
        return Integer.parseInt(audio.group(1));
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("baresip.log"));
    }
}
