// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reliable 18x (RFC 3262) and early media at the called side, over real UDP. */
class ReliableProvisionalTest extends CallsOverUdp {
    @BeforeEach
    void ringsAWhile() {
        worker.script(InMemoryWorker.answerAfter(0.5));
    }

    private static String rack(SipText provisional) {
        return "RAck: " + provisional.header("RSeq") + " 1 INVITE";
    }

    /** 183 as the waiting queue or an announcement asks for it. */
    private static void progress() {
        InboundLeg leg = gateway.sip().registry().called().getFirst();
        leg.mailbox().execute(leg::progress);
    }

    @Test
    void requiredRingingIsRepeatedUntilItsPrack() {
        // Given
        TestCall call = phone.call("restaurant").invite("Require: 100rel");
        SipText first = call.expect(180);
        SipText again = call.expect(180);

        // When
        call.sendInDialog("PRACK", "", rack(first));

        // Then
        assertThat(phone.expectFinal("PRACK").status()).isEqualTo(200);
        assertThat(first.header("Require")).isEqualTo("100rel");
        assertThat(again.header("RSeq")).isEqualTo(first.header("RSeq"));
        SipText ok = phone.expect(200, "INVITE");
        assertThat(ok.body()).contains("m=audio");
        phone.send(call.request("ACK", ok.contact(), TestCall.branch(), 1, ok.toTag(), ""));
        call.bye();
    }

    @Test
    void ringingIsNotReliableForAPeerThatOnlySupportsIt() {
        TestCall call = phone.call("restaurant").invite("Supported: 100rel");
        assertThat(call.expect(180).header("RSeq")).isNull();
        call.expect(200);
        call.ack();
        call.bye();
    }

    @Test
    void prackOfNothingIs481() {
        TestCall call = phone.call("restaurant").invite("Require: 100rel");
        SipText ringing = call.expect(180);
        call.sendInDialog("PRACK", "", "RAck: 1 1 INVITE");
        assertThat(phone.expectFinal("PRACK").status()).isEqualTo(481);
        call.sendInDialog("PRACK", "", rack(ringing));
        assertThat(phone.expectFinal("PRACK").status()).isEqualTo(200);
        SipText ok = phone.expect(200, "INVITE");
        phone.send(call.request("ACK", ok.contact(), TestCall.branch(), 1, ok.toTag(), ""));
        call.bye();
    }

    @Test
    void callWhosePrackNeverComesIs504() {
        worker.script(InMemoryWorker.answerAfter(20));
        TestCall call = phone.call("restaurant").invite("Require: 100rel");
        call.expect(180);
        call.expect(504);
        call.ackRefusal();
    }

    @Test
    void earlyMediaIsReliableAndThe200WaitsForItsPrack() {
        // Given
        TestCall call = phone.call("restaurant").invite("Supported: 100rel");
        call.expect(180);
        progress();
        SipText progress = call.expect(183);
        assertThat(progress.header("RSeq")).isNotNull();
        assertThat(progress.body()).contains("m=audio");

        // When the worker answers before the PRACK
        assertThat(phone.expect(m -> m.status() == 200, Duration.ofMillis(900))).isNull();
        call.sendInDialog("PRACK", "", rack(progress));
        SipText ok = phone.expect(m -> m.status() == 200 && m.method().equals("INVITE"), "200");

        // Then
        assertThat(ok.body()).isEmpty();
        phone.send(call.request("ACK", ok.contact(), TestCall.branch(), 1, ok.toTag(), ""));
        call.bye();
    }

    @Test
    void earlyMediaForAPeerWithoutReliabilityIsRepeatedInThe200() {
        TestCall call = phone.call("restaurant").invite();
        call.expect(180);
        progress();
        SipText progress = call.expect(183);
        SipText ok = call.expect(200);
        assertThat(progress.header("RSeq")).isNull();
        assertThat(progress.body()).isNotEmpty().isEqualTo(ok.body());
        call.ack();
        call.bye();
    }

    @Test
    void lateOfferGoesOutInTheReliableRingingAndItsAnswerComesInThePrack() {
        TestCall call = phone.call("restaurant");
        phone.send(call.inviteText("", "Require: 100rel"));
        SipText ringing = call.expect(180);
        assertThat(ringing.body()).contains("m=audio");
        call.sendInDialog("PRACK", TestCall.OFFER, rack(ringing));
        SipText ok = phone.expect(200, "INVITE");
        assertThat(ok.body()).isEmpty();
        phone.send(call.request("ACK", ok.contact(), TestCall.branch(), 1, ok.toTag(), ""));
        await().until(() -> gateway.media().last().audio() != null);
        call.bye();
    }

    @Test
    void cancelEndsAReliableRinging() {
        worker.script(InMemoryWorker.answerAfter(20));
        TestCall call = phone.call("restaurant").invite("Require: 100rel");
        call.expect(180);
        call.cancel();
        call.expect(487);
        call.ackRefusal();
        assertThat(phone.expect(m -> m.status() == 180, Duration.ofMillis(400))).isNull();
    }
}
