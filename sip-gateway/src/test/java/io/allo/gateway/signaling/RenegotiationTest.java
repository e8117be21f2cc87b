// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Offer and answer inside a dialog, and late offers, over real UDP. */
class RenegotiationTest extends CallsOverUdp {
    @Test
    void holdAndResumeByReinvite() {
        // Given
        TestCall call = phone.call("restaurant");
        call.establish();
        InMemoryWorker.Session session = worker.nextSession();

        // When
        call.sendInDialog("INVITE", TestCall.OFFER.replace("o=phone 1 1", "o=phone 1 2") + "a=sendonly\r\n");
        SipText held = call.expect(200);
        call.ack();
        call.sendInDialog("INVITE", TestCall.OFFER.replace("o=phone 1 1", "o=phone 1 3"));
        SipText resumed = call.expect(200);
        call.ack();

        // Then
        assertThat(held.body()).contains("a=recvonly");
        assertThat(resumed.body()).contains("a=sendrecv");
        await().until(() -> session.heard().contains(new StreamMessage.CallState(session.streamSid(), "resumed")));
        call.bye();
    }

    @Test
    void holdByUpdate() {
        TestCall call = phone.call("restaurant");
        call.establish();
        call.sendInDialog("UPDATE", TestCall.OFFER.replace("o=phone 1 1", "o=phone 1 2") + "a=inactive\r\n");
        SipText ok = phone.expectFinal("UPDATE");
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.body()).contains("a=inactive");
        call.bye();
    }

    @Test
    void reinviteThatOffersNothingUsableLeavesTheCallAsItWas() {
        TestCall call = phone.call("restaurant");
        call.establish();
        call.sendInDialog("INVITE", TestCall.OFFER.replace("RTP/AVP 8 0 101", "RTP/AVP 18"));
        call.expect(488);
        assertThat(gateway.calls().active()).isEqualTo(1);
        assertThat(call.bye().status()).isEqualTo(200);
    }

    @Test
    void reinviteBeforeTheAckIs491() {
        TestCall call = phone.call("restaurant").invite();
        call.expect(200);
        call.sendInDialog("INVITE", TestCall.OFFER);
        call.expect(491);
        phone.send(call.request("ACK", "sip:127.0.0.1", TestCall.branch(), 1, "x", ""));
        SipText bye = phone.expectRequest("BYE"); // the first ACK never comes
        call.accept(bye);
    }

    @ParameterizedTest
    @CsvSource({
        "application/dtmf-relay, 'Signal=5\r\nDuration=160\r\n', 200, 5",
        "application/dtmf-relay, 'Signal= *', 200, *",
        "application/dtmf, '#', 200, #",
        "application/dtmf, '11', 200, #",
        "application/dtmf, 'hello', 200, -",
        "text/plain, '5', 415, -"
    })
    void keysByInfo(String type, String body, int status, char key) {
        // Given
        TestCall call = phone.call("restaurant");
        call.establish();
        InMemoryWorker.Session session = worker.nextSession();

        // When
        call.sendInDialog("INFO", body, "Content-Type: " + type);
        SipText answer = phone.expectFinal("INFO");

        // Then
        assertThat(answer.status()).isEqualTo(status);
        if (key != '-') {
            await().until(() -> session.first(StreamMessage.Dtmf.class) != null);
            assertThat(session.first(StreamMessage.Dtmf.class).dtmf().digit()).isEqualTo(String.valueOf(key));
        }
        call.bye();
    }

    @Test
    void requestOutOfOrderIs500() {
        TestCall call = phone.call("restaurant");
        SipText ok = call.establish();
        phone.send(call.request("UPDATE", ok.contact(), TestCall.branch(), 1, ok.toTag(), ""));
        assertThat(phone.expectFinal("UPDATE").status()).isEqualTo(500);
        call.bye();
    }

    @Test
    void lateOfferIsAnsweredInTheAck() {
        // Given
        TestCall call = phone.call("restaurant");
        phone.send(call.inviteText(""));
        SipText ok = call.expect(200);
        assertThat(ok.body()).contains("m=audio 20000 RTP/AVP 0 8 101");

        // When
        call.ack(TestCall.OFFER);

        // Then
        await().until(() -> gateway.media().last().audio() != null);
        call.bye();
    }

    @Test
    void lateOfferWithoutAnswerEndsTheCall() {
        TestCall call = phone.call("restaurant");
        phone.send(call.inviteText(""));
        call.expect(200);
        call.ack();
        call.accept(phone.expectRequest("BYE"));
    }
}
