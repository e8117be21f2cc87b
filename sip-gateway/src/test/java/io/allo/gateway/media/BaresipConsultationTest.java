// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.audio.ToneGenerator;
import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.CallState;
import io.allo.contracts.media.StreamMessage.TransferResult;
import io.allo.contracts.trunk.TrunkPolicy.InboundAuth;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.ReferPolicy;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestAccounts;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import io.allo.gateway.signaling.TrunkToPeer;
import io.allo.testkit.sip.Baresip;
import io.allo.testkit.sip.Tone;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows C24 and C25 with a real telephone (baresip) as the person who is asked first: he hears the whispered summary, and takes
 * the caller, or does not.
 */
class BaresipConsultationTest {
    private static final int WHISPER_HZ = 700;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final MediaEngine engine = new MediaEngine(MediaTestSettings.defaults(), new SimpleMeterRegistry());
    private final InMemoryWorker worker =
            new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, BaresipConsultationTest::supervised);
    private GatewayUnderTest gateway;
    private Baresip human;
    private TrunkToPeer trunk;
    private TestPhone phone;
    private RtpPeer caller;
    private TestCall call;

    @BeforeEach
    void start() throws IOException {
        engine.start();
        gateway = new GatewayUnderTest(Map.of(), engine, worker);
        gateway.accounts().add(TestAccounts.trunk(1, "restaurant", InboundAuth.SOURCE, List.of("127.0.0.1"), false));
        int port = freePort();
        human = Baresip.answering(folder, port, "+33123456789", "audio_codecs=pcma", Tone.FAINT);
        trunk = new TrunkToPeer(gateway, port);
        phone = new TestPhone(gateway.port());
        caller = new RtpPeer(0);
    }

    @AfterEach
    void stop() throws IOException {
        caller.close();
        phone.close();
        trunk.close();
        human.close();
        gateway.close();
        worker.close();
        engine.stop();
    }

    /** Asks at the answer, whispers when the human is there. */
    private static void supervised(InMemoryWorker.Session session, StreamMessage message) {
        switch (message) {
            case StreamMessage.Start _ -> session.say(new StreamMessage.Answer(session.streamSid()));
            case CallState state
            when state.state().equals(CallState.ANSWERED) ->
                session.say(new StreamMessage.Transfer(
                        session.streamSid(), "+33123456789", StreamMessage.Transfer.Mode.SUPERVISED));
            case CallState state when state.state().equals(CallState.CONSULTING) -> whisper(session);
            default -> {}
        }
    }

    private static void whisper(InMemoryWorker.Session session) {
        byte[] tone = Companding.encode(ToneGenerator.sine(WHISPER_HZ, Duration.ofMillis(1900), -12), Codec.PCMU);
        for (int i = 0; i < tone.length / 160; i++) {
            session.play(new AudioFrame(i, 1, i * 20, false, Arrays.copyOfRange(tone, i * 160, (i + 1) * 160)));
        }
        session.say(new StreamMessage.Mark(null, session.streamSid(), new StreamMessage.Mark.Body("told")));
    }

    /** To the moment when the human has heard what it is about. */
    private InMemoryWorker.Session told(String... inviteHeaders) {
        call = phone.call("restaurant");
        String offer = TestCall.OFFER
                .replace("40000 RTP/AVP 8 0 101", caller.address().getPort() + " RTP/AVP 0 101")
                .replace("a=rtpmap:8 PCMA/8000\r\n", "");
        phone.send(call.inviteText(offer, inviteHeaders));
        call.expect(200);
        call.ack();
        InMemoryWorker.Session session = worker.nextSession();
        await().atMost(PATIENCE).until(() -> session.first(StreamMessage.Mark.class) != null);
        return session;
    }

    private TransferResult.Outcome outcome(InMemoryWorker.Session session) {
        await().atMost(PATIENCE).until(() -> session.first(TransferResult.class) != null);
        return session.first(TransferResult.class).outcome();
    }

    private void callGoesOn(InMemoryWorker.Session session) {
        assertThat(gateway.calls().active()).isEqualTo(1);
        session.say(new StreamMessage.Hangup(session.streamSid(), null));
        call.accept(phone.expectRequest("BYE"));
        nothingIsLeft();
    }

    private void nothingIsLeft() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(gateway.calls().active()).isZero();
            assertThat(gateway.sip().legs()).isZero();
            assertThat(gateway.directory().held()).isZero();
        });
    }

    @Test
    void whoHeardTheSummaryTakesTheCallerAndTheGatewayLeavesTheMiddle() throws IOException {
        // Given
        gateway.transfers(new ReferPolicy.Verdict.Refer("+33123456789"));
        InMemoryWorker.Session session = told("Supported: replaces", "Allow: INVITE, ACK, BYE, CANCEL, REFER, NOTIFY");

        // When
        human.press('1');
        SipText refer = phone.expectRequest("REFER");

        // Then
        assertThat(outcome(session)).isEqualTo(TransferResult.Outcome.TRANSFERRED);
        assertThat(refer.header("Refer-To"))
                .containsPattern("\\?Replaces=\\S+%3Bto-tag%3D\\w+%3Bfrom-tag%3D\\w+&Require=replaces>");

        // When
        call.respond(refer, "202 Accepted", "");
        call.sendInDialog(
                "NOTIFY",
                "SIP/2.0 200 OK\r\n",
                "Event: refer",
                "Subscription-State: terminated;reason=noresource",
                "Content-Type: message/sipfrag;version=2.0");
        call.accept(phone.expectRequest("BYE"));

        // Then
        nothingIsLeft();
        human.await("CALL_CLOSED", PATIENCE);
        assertThat(gateway.telemetry().ended()).containsExactly(EndReason.TRANSFERRED);
        assertThat(gateway.telemetry().transfers()).containsExactly("supervised transferred");
        assertThat(BaresipMediaTest.share(BaresipMediaTest.heardByIt(folder), WHISPER_HZ))
                .as("what he heard is the summary")
                .isGreaterThan(0.85);
    }

    @Test
    void whoTookTheCallerMayHoldHim() {
        // Given
        gateway.transfers(new ReferPolicy.Verdict.Bridge());
        InMemoryWorker.Session session = told();
        human.press('1');
        assertThat(outcome(session)).isEqualTo(TransferResult.Outcome.TRANSFERRED);
        AtomicInteger version = new AtomicInteger(1);

        // When
        human.hold();
        SipText held = phone.expectRequest("INVITE");
        call.accept(held, answer("recvonly", version.incrementAndGet()));
        phone.expectRequest("ACK");
        human.resume();
        SipText resumed = phone.expectRequest("INVITE");
        call.accept(resumed, answer("sendrecv", version.incrementAndGet()));
        phone.expectRequest("ACK");

        // Then
        assertThat(held.body()).containsAnyOf("a=sendonly", "a=inactive");
        assertThat(resumed.body()).contains("a=sendrecv");
        call.bye();
        nothingIsLeft();
        human.await("CALL_CLOSED", PATIENCE);
    }

    private String answer(String direction, int version) {
        return """
                v=0\r
                o=phone 1 %d IN IP4 127.0.0.1\r
                s=-\r
                c=IN IP4 127.0.0.1\r
                t=0 0\r
                m=audio %d RTP/AVP 0 101\r
                a=rtpmap:0 PCMU/8000\r
                a=rtpmap:101 telephone-event/8000\r
                a=%s\r
                """.formatted(version, caller.address().getPort(), direction);
    }

    @Test
    void whoDeclinesByKeyIsHungUpOnAndTheCallerComesBack() {
        // Given
        gateway.transfers(new ReferPolicy.Verdict.Bridge());
        InMemoryWorker.Session session = told();

        // When
        human.press('2');

        // Then
        assertThat(outcome(session)).isEqualTo(TransferResult.Outcome.DECLINED);
        human.await("CALL_CLOSED", PATIENCE);
        callGoesOn(session);
    }

    @Test
    void whoHangsUpDoesNotGetTheCaller() {
        // Given
        gateway.transfers(new ReferPolicy.Verdict.Bridge());
        InMemoryWorker.Session session = told();

        // When
        human.hangup();

        // Then
        assertThat(outcome(session)).isEqualTo(TransferResult.Outcome.DECLINED);
        callGoesOn(session);
    }

    @Test
    void callerWhoGivesUpEndsTheConsultation() {
        // Given
        gateway.transfers(new ReferPolicy.Verdict.Bridge());
        told();

        // When
        call.bye();

        // Then
        human.await("CALL_CLOSED", PATIENCE);
        nothingIsLeft();
        assertThat(gateway.telemetry().transfers()).containsExactly("supervised abandoned");
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
