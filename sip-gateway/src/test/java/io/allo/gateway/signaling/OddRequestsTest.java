// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.StreamPhone;
import io.allo.gateway.peer.TestCall;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rare things that trunks and test tools do, and what RFC 3261 and its neighbours ask for then. */
class OddRequestsTest extends CallsOverUdp {
    @ParameterizedTest
    @CsvSource({"200, sdp, isup", "200, isup, sdp", "200, pidf, sdp", "415, needed, sdp", "415, isup, isup"})
    void aDescriptionBesideOtherPartsIsTakenOut(int status, String first, String second) {
        TestCall call = phone.call("restaurant");
        String body = "--b1\r\n" + part(first) + "\r\n--b1\r\n" + part(second) + "\r\n--b1--\r\n";
        phone.send(call.inviteText(body, "Content-Type: multipart/mixed;boundary=b1"));
        SipText answer = call.expect(status);
        if (status == 200) {
            assertThat(answer.body()).contains("m=audio 20000 RTP/AVP 8 101");
            call.ack();
            call.bye();
        } else {
            call.ackRefusal();
        }
    }

    private static String part(String kind) {
        String isup = "Content-Type: application/isup;version=itu-t92+\r\n"
                + "Content-Disposition: signal;handling=optional\r\n\r\n\u0001\u0002";
        return switch (kind) {
            case "sdp" -> "Content-Type: application/sdp\r\n\r\n" + TestCall.OFFER;
            case "isup" -> isup;
            case "needed" -> isup.replace("optional", "required");
            default -> "Content-Type: application/pidf+xml\r\nContent-ID: <a@b>\r\n\r\n<presence/>";
        };
    }

    @Test
    void aBodyThatNeedNotBeUnderstoodCountsAsNone() {
        TestCall call = phone.call("restaurant");
        phone.send(
                call.inviteText("hello", "Content-Type: text/plain", "Content-Disposition: render;handling=optional"));
        SipText ok = call.expect(200);
        assertThat(ok.body()).contains("m=audio 20000 RTP/AVP 0 8 101");
        call.ack(TestCall.OFFER);
        call.bye();
    }

    @Test
    void bytesBehindTheEndOfAMessageAreDiscarded() {
        TestCall call = phone.call("restaurant");
        phone.send(call.inviteText(TestCall.OFFER) + "no line of a session description");
        call.expect(200);
        call.ack();
        call.bye();
    }

    @ParameterizedTest
    @CsvSource({"NOTIFY, 'Event: presence|Subscription-State: active'", "INFO, X-A: b", "PRACK, RAck: 1 1 INVITE"})
    void whatIsServedInsideCallsOnlyIs481Outside(String method, String headers) {
        TestCall call = phone.call("restaurant");
        phone.send(call.request(method, call.target(), TestCall.branch(), 1, "", "", headers.split("\\|")));
        assertThat(phone.expectFinal(method).status()).isEqualTo(481);
    }

    @Test
    void publishWithoutEventIs405() {
        TestCall call = phone.call("restaurant");
        phone.send(call.request("PUBLISH", call.target(), TestCall.branch(), 1, "", ""));
        SipText refused = phone.expectFinal("PUBLISH");
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("Allow")).contains("INVITE").doesNotContain("PUBLISH");
    }

    @Test
    void infoOfAPackageNobodyAskedForIs469() {
        TestCall call = phone.call("restaurant");
        call.establish();
        call.sendInDialog("INFO", "x", "Content-Type: text/x-thing", "Info-Package: thing");
        SipText refused = phone.expectFinal("INFO");
        assertThat(refused.startLine()).isEqualTo("SIP/2.0 469 Bad Info Package");
        assertThat(refused.header("Recv-Info")).isEmpty();
        call.bye();
    }

    @Test
    void tooShortASessionTimerIsNamedInTheReasonPhrase() {
        TestCall call = phone.call("restaurant").invite("Supported: timer", "Session-Expires: 30");
        SipText refused = call.expect(422);
        call.ackRefusal();
        assertThat(refused.startLine()).isEqualTo("SIP/2.0 422 Session Interval Too Small");
        assertThat(refused.header("Min-SE")).isEqualTo("90");
    }

    @Test
    void byeWithAnOldNumberIs500AndTheCallGoesOn() {
        TestCall call = phone.call("restaurant");
        SipText ok = call.establish();
        call.sendInDialog("UPDATE", "");
        phone.expectFinal("UPDATE");
        phone.send(call.request("BYE", ok.contact(), TestCall.branch(), 1, ok.toTag(), ""));
        assertThat(phone.expectFinal("BYE").status()).isEqualTo(500);
        assertThat(gateway.calls().active()).isEqualTo(1);
        assertThat(call.bye().status()).isEqualTo(200);
    }

    @Test
    void cseqOfAnotherMethodIsAnsweredWithWhatWasWritten() {
        TestCall call = phone.call("restaurant");
        phone.send(call.inviteText(TestCall.OFFER).replace("CSeq: 1 INVITE", "CSeq: 1 BYE"));
        SipText refused = phone.expect(400, "BYE");
        assertThat(refused.header("Server")).isEqualTo("Allo");
    }

    /** An ACK with another method in CSeq is never answered: it is an ACK. */
    @Test
    void ackWithCseqOfAnotherMethodIsDropped() {
        TestCall call = phone.call("restaurant").invite();
        SipText ok = call.expect(200);
        phone.send(call.request("ACK", ok.contact(), TestCall.branch(), 1, ok.toTag(), "")
                .replace("CSeq: 1 ACK", "CSeq: 1 INVITE"));
        SipText next = phone.expect(SipText::isResponse, "a message");
        assertThat(next.status()).as("the 200 again, not a 400").isEqualTo(200);
        call.ack();
        call.bye();
    }

    @Test
    void anotherTransportInViaDoesNotMatterOverTcp() throws Exception {
        try (StreamPhone tcp = new StreamPhone(new Socket(InetAddress.getLoopbackAddress(), gateway.port()))) {
            TestCall call = phone.call("restaurant");
            tcp.send(call.request("OPTIONS", call.target(), TestCall.branch(), 1, "", ""), "UDP");
            assertThat(tcp.expect(SipText::isResponse).status()).isEqualTo(200);
        }
    }
}
