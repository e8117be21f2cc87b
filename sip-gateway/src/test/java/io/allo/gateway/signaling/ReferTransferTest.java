// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.TransferResult;
import io.allo.gateway.call.DialRequest;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.call.OutboundLegEvent;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows C22, C23, C25 on the wire: REFER, NOTIFY and what they lead to, over real UDP and a real WebSocket. */
class ReferTransferTest {
    private InMemoryWorker worker;
    private GatewayUnderTest gateway;
    private TestPhone phone;
    private TestCall call;
    private InMemoryWorker.Session session;

    @BeforeEach
    void start() {
        worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
        gateway = new GatewayUnderTest(Map.of("t1", "50ms"), worker);
        phone = new TestPhone(gateway.port());
        call = phone.call("restaurant");
    }

    @AfterEach
    void stop() {
        phone.close();
        gateway.close();
        worker.close();
    }

    private void answered(String... headers) {
        call.invite(headers);
        call.expect(200);
        call.ack();
        session = worker.nextSession();
        await().until(() -> session.heard().stream()
                .anyMatch(m -> m instanceof StreamMessage.CallState state
                        && state.state().equals(StreamMessage.CallState.ANSWERED)));
    }

    private SipText refer() {
        session.say(new StreamMessage.Transfer(session.streamSid(), "+33123456789"));
        return phone.expectRequest("REFER");
    }

    private SipText notifies(String status, String state) {
        call.sendInDialog(
                "NOTIFY",
                status.isEmpty() ? "" : "SIP/2.0 " + status + "\r\n",
                "Event: refer",
                "Subscription-State: " + state,
                "Content-Type: message/sipfrag;version=2.0");
        return phone.expectFinal("NOTIFY");
    }

    private TransferResult result() {
        await().until(() -> session.first(TransferResult.class) != null);
        return session.first(TransferResult.class);
    }

    private void nothingIsLeft() {
        await().untilAsserted(() -> {
            assertThat(gateway.calls().active()).isZero();
            assertThat(gateway.sip().legs()).isZero();
            assertThat(gateway.media().openLegs()).isZero();
            assertThat(gateway.directory().held()).isZero();
            assertThat(gateway.dialer().openLegs()).isZero();
        });
    }

    private void callGoesOn() {
        assertThat(gateway.calls().active()).isEqualTo(1);
        session.say(new StreamMessage.Hangup(session.streamSid(), null));
        call.accept(phone.expectRequest("BYE"));
        nothingIsLeft();
        assertThat(gateway.telemetry().ended()).containsExactly(EndReason.AGENT_HANGUP);
    }

    @Test
    void referIsAcceptedAndFollowedByByeOfOurs() {
        // Given
        answered();

        // When
        SipText refer = refer();
        call.respond(refer, "202 Accepted", "");
        int first = notifies("100 Trying", "active;expires=60").status();
        int second = notifies("180 Ringing", "active;expires=60").status();
        int last = notifies("200 OK", "terminated;reason=noresource").status();
        SipText bye = phone.expectRequest("BYE");
        call.accept(bye);

        // Then
        assertThat(refer.header("Refer-To")).isEqualTo("<sip:0123456789@127.0.0.1>");
        assertThat(refer.header("Referred-By")).startsWith("<sip:restaurant@127.0.0.1");
        assertThat(refer.contact()).contains("127.0.0.1:" + gateway.port());
        assertThat(new int[] {first, second, last}).containsOnly(200);
        assertThat(result().outcome()).isEqualTo(TransferResult.Outcome.TRANSFERRED);
        nothingIsLeft();
        assertThat(gateway.telemetry().ended()).containsExactly(EndReason.TRANSFERRED);
        assertThat(session.first(StreamMessage.Stop.class).stop().reason()).isEqualTo(EndReason.TRANSFERRED);
    }

    @Test
    void peerMayHangUpInsteadOfTelling() {
        // Given
        answered();

        // When
        call.respond(refer(), "202 Accepted", "");
        await().until(() -> gateway.calls().active() == 1);
        notifies("100 Trying", "active;expires=60");
        SipText bye = call.bye();

        // Then
        assertThat(bye.status()).isEqualTo(200);
        nothingIsLeft();
        assertThat(gateway.telemetry().ended()).containsExactly(EndReason.TRANSFERRED);
    }

    @ParameterizedTest
    @CsvSource({
        "486 Busy Here, BUSY",
        "480 Temporarily Unavailable, NO_ANSWER",
        "603 Decline, DECLINED",
        "404 Not Found, UNKNOWN_NUMBER",
        "503 Service Unavailable, FAILED"
    })
    void callerStaysWhenTheTargetCannotBeReached(String status, TransferResult.Outcome outcome) {
        // Given
        answered();

        // When
        call.respond(refer(), "202 Accepted", "");
        notifies("100 Trying", "active;expires=60");
        notifies(status, "terminated;reason=noresource");

        // Then
        assertThat(result().outcome()).isEqualTo(outcome);
        callGoesOn();
    }

    @Test
    void callerStaysWhenTheSubscriptionEndsWithoutAnOutcome() {
        // Given
        answered();

        // When
        call.respond(refer(), "200 OK", "");
        int status = notifies("", "terminated;reason=timeout").status();

        // Then
        assertThat(status).isEqualTo(200);
        assertThat(result().outcome()).isEqualTo(TransferResult.Outcome.FAILED);
        callGoesOn();
    }

    @ParameterizedTest
    @CsvSource({"405 Method Not Allowed", "501 Not Implemented", "603 Decline", "403 Forbidden", "500 Server Error"})
    void gatewayDialsWhenReferIsRefused(String status) {
        // Given
        answered();

        // When
        call.respond(refer(), status, "");
        await().until(() -> gateway.dialer().openLegs() == 1);
        gateway.dialer()
                .last()
                .says(new OutboundLegEvent.Answered(new NegotiatedAudio(
                        new InetSocketAddress("127.0.0.1", 40002), Codec.PCMU, 0, 101, 20, Direction.SENDRECV)));

        // Then
        assertThat(result().outcome()).isEqualTo(TransferResult.Outcome.TRANSFERRED);
        await().until(session::isClosed);
        assertThat(gateway.calls().active()).isEqualTo(1);
        call.bye();
        nothingIsLeft();
        assertThat(gateway.telemetry().ended()).containsExactly(EndReason.TRANSFERRED);
    }

    @Test
    void gatewayDialsAtOnceWhenThePeersAllowHasNoRefer() {
        // Given
        answered("Allow: INVITE, ACK, BYE, CANCEL");

        // When
        session.say(new StreamMessage.Transfer(session.streamSid(), "+33123456789"));
        await().until(() -> gateway.dialer().openLegs() == 1);
        gateway.dialer().last().says(new OutboundLegEvent.Refused(486, "busy"));

        // Then
        assertThat(result().outcome()).isEqualTo(TransferResult.Outcome.BUSY);
        callGoesOn();
    }

    @Test
    void notifyOfNoReferOfOursIs481() {
        // Given
        answered();

        // When
        int unasked = notifies("200 OK", "terminated;reason=noresource").status();
        call.respond(refer(), "202 Accepted", "");
        call.sendInDialog("NOTIFY", "", "Event: dialog", "Subscription-State: active");
        int otherEvent = phone.expectFinal("NOTIFY").status();
        call.sendInDialog("NOTIFY", "", "Event: refer;id=99", "Subscription-State: active");
        int otherRefer = phone.expectFinal("NOTIFY").status();

        // Then
        assertThat(new int[] {unasked, otherEvent, otherRefer}).containsOnly(481);
        assertThat(gateway.calls().active()).isEqualTo(1);
        notifies("486 Busy Here", "terminated;reason=noresource");
        callGoesOn();
    }

    @Test
    void peerSendsTheAgentNowhere() {
        // Given
        answered();

        // When
        call.sendInDialog("REFER", "", "Refer-To: <sip:elsewhere@127.0.0.1>");
        int status = phone.expectFinal("REFER").status();

        // Then
        assertThat(status).isEqualTo(603);
        callGoesOn();
    }

    private SipText referredElsewhere() {
        gateway.acceptRefer();
        answered();
        call.sendInDialog("REFER", "", "Refer-To: <sip:+33123456789@127.0.0.1>");
        assertThat(phone.expectFinal("REFER").status()).isEqualTo(202);
        SipText trying = phone.expectRequest("NOTIFY");
        call.accept(trying);
        await().until(() -> gateway.dialer().openLegs() == 1);
        return trying;
    }

    @Test
    void agentGoesWhereATrustedPeerSendsIt() {
        // Given
        SipText trying = referredElsewhere();

        // When
        gateway.dialer()
                .last()
                .says(new OutboundLegEvent.Answered(new NegotiatedAudio(
                        new InetSocketAddress("127.0.0.1", 40002), Codec.PCMU, 0, 101, 20, Direction.SENDRECV)));
        SipText done = phone.expectRequest("NOTIFY");
        call.accept(done);
        call.accept(phone.expectRequest("BYE"));

        // Then
        assertThat(trying.header("Event")).isEqualTo("refer;id=2");
        assertThat(trying.header("Subscription-State")).startsWith("active");
        assertThat(trying.body()).startsWith("SIP/2.0 100 Trying");
        assertThat(done.header("Subscription-State")).startsWith("terminated");
        assertThat(done.body()).startsWith("SIP/2.0 200 OK");
        assertThat(gateway.dialer().last().request().origin()).isEqualTo(DialRequest.Origin.REFER);
        assertThat(session.isClosed()).isFalse();
        gateway.dialer().last().says(new OutboundLegEvent.HungUp());
        nothingIsLeft();
        assertThat(gateway.telemetry().ended()).containsExactly(EndReason.CALLER_HANGUP);
    }

    @Test
    void peerKeepsTheAgentWhenTheTargetCannotBeReached() {
        // Given
        referredElsewhere();

        // When
        gateway.dialer().last().says(new OutboundLegEvent.Refused(486, "busy"));
        SipText done = phone.expectRequest("NOTIFY");
        call.accept(done);

        // Then
        assertThat(done.body()).startsWith("SIP/2.0 486");
        callGoesOn();
    }

    @Test
    void peerThatKnowsReplacesIsSentIntoThePlaceOfOurLeg() {
        // Given
        answered("Supported: replaces", "Allow: INVITE, ACK, BYE, CANCEL, REFER, NOTIFY");
        session.say(new StreamMessage.Transfer(
                session.streamSid(), "+33123456789", StreamMessage.Transfer.Mode.SUPERVISED));
        await().until(() -> gateway.dialer().openLegs() == 1);
        gateway.dialer()
                .last()
                .says(new OutboundLegEvent.Answered(new NegotiatedAudio(
                        new InetSocketAddress("127.0.0.1", 40002), Codec.PCMU, 0, 101, 20, Direction.SENDRECV)));
        await().until(() -> session.heard().stream()
                .anyMatch(m -> m instanceof StreamMessage.CallState state
                        && state.state().equals(StreamMessage.CallState.CONSULTING)));

        // When
        gateway.media().last().listener().digit('1');
        SipText refer = phone.expectRequest("REFER");
        call.respond(refer, "202 Accepted", "");
        notifies("200 OK", "terminated;reason=noresource");
        call.accept(phone.expectRequest("BYE"));

        // Then
        assertThat(refer.header("Refer-To"))
                .isEqualTo(
                        "<sip:human@127.0.0.1:5070?Replaces=id%40host%3Bto-tag%3Dt%3Bfrom-tag%3Df&Require=replaces>");
        nothingIsLeft();
        assertThat(gateway.telemetry().ended()).containsExactly(EndReason.TRANSFERRED);
    }
}
