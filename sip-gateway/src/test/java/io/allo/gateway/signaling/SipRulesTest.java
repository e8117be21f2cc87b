// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What RFC 3261 and its neighbours ask of a server, over real UDP. */
class SipRulesTest extends CallsOverUdp {
    private String outside(String method, String... headers) {
        TestCall call = phone.call("restaurant");
        return call.request(method, "sip:restaurant@127.0.0.1", TestCall.branch(), 1, "", "", headers);
    }

    @Test
    void optionsIs200WithCapabilities() {
        // When
        phone.send(outside("OPTIONS"));
        SipText ok = phone.expectFinal("OPTIONS");

        // Then
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.header("Allow")).contains("INVITE").contains("PRACK").doesNotContain("REFER");
        assertThat(ok.header("Accept")).isEqualTo("application/sdp");
    }

    @ParameterizedTest
    @CsvSource({"MESSAGE, 405", "REGISTER, 405", "SUBSCRIBE, 405", "REFER, 405", "DANCE, 501", "BYE, 481", "UPDATE, 481"
    })
    void methodsThatAreNotServedOutsideADialog(String method, int status) {
        phone.send(outside(method));
        SipText refused = phone.expectFinal(method);
        assertThat(refused.status()).isEqualTo(status);
        if (status != 481) {
            assertThat(refused.header("Allow")).contains("INVITE");
        }
    }

    @Test
    void unknownExtensionIs420() {
        TestCall call = phone.call("restaurant").invite("Require: 100rel, teleport, siprec");
        SipText refused = call.expect(420);
        call.ackRefusal();
        assertThat(refused.header("Unsupported"))
                .contains("siprec")
                .contains("teleport")
                .doesNotContain("100rel");
    }

    @Test
    void unknownBodyIs415() {
        TestCall call = phone.call("restaurant");
        phone.send(call.inviteText("hello", "Content-Type: text/plain"));
        SipText refused = call.expect(415);
        call.ackRefusal();
        assertThat(refused.header("Accept")).isEqualTo("application/sdp");
    }

    @Test
    void noCommonCodecIs488() {
        TestCall call = phone.call("restaurant");
        phone.send(call.inviteText(TestCall.OFFER.replace("RTP/AVP 8 0 101", "RTP/AVP 18")));
        call.expect(488);
        call.ackRefusal();
    }

    @Test
    void unreadableOfferIs400() {
        TestCall call = phone.call("restaurant");
        phone.send(call.inviteText("this is no session description"));
        call.expect(400);
        call.ackRefusal();
    }

    @ParameterizedTest
    @CsvSource({
        "Max-Forwards: 70, Max-Forwards: 0, 483",
        "INVITE sip:, INVITE unknownscheme:, 416",
        "CSeq: 1 INVITE, CSeq: 1 OPTIONS, 400",
        "CSeq: 1 INVITE, CSeq: 2147483648 INVITE, 400",
        "Max-Forwards: 70, Max-Forwards: 70|Max-Forwards: 70, 400",
        "Contact: <sip:, Contact: <<:, 400",
        "From: <sip:, From: \"<sip:, 400"
    })
    void brokenInvitesAreRefused(String text, String replacement, int status) {
        TestCall call = phone.call("restaurant");
        phone.send(call.inviteText(TestCall.OFFER).replace(text, replacement.replace("|", "\r\n")));
        SipText refused = phone.expect(m -> m.status() >= 200, "refusal");
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.startLine()).doesNotContain("@");
    }

    @Test
    void otherVersionIs505() {
        TestCall call = phone.call("restaurant");
        phone.send(call.inviteText(TestCall.OFFER).replaceFirst("SIP/2.0\r\n", "SIP/3.0\r\n"));
        call.expect(505);
        call.ackRefusal();
    }

    @Test
    void garbageIsDroppedAndTheNextRequestServed() {
        for (String garbage :
                new String[] {"", "\r\n\r\n", "x", "INVITE", "INVITE sip:a SIP/2.0\r\n\r\n", "\0\0\0", "SIP/2.0 200"}) {
            phone.send(garbage);
        }
        phone.send(outside("OPTIONS"));
        assertThat(phone.expectFinal("OPTIONS").status()).isEqualTo(200);
    }

    @Test
    void answersGoToTheAddressAndPortThatWereSeen() {
        TestCall call = phone.call("restaurant");
        String text = call.inviteText(TestCall.OFFER)
                .replace("Via: SIP/2.0/UDP " + phone.address(), "Via: SIP/2.0/UDP phone.invalid:9");
        phone.send(text);
        SipText ok = call.expect(200);
        call.ack();
        assertThat(ok.header("Via"))
                .contains("received=127.0.0.1")
                .contains("rport=" + phone.address().split(":")[1]);
        call.bye();
    }

    @Test
    void oldClientWithoutBranchTagContactAndMaxForwardsIsServed() {
        // Given
        TestCall call = phone.call("restaurant");
        String text = call.inviteText(TestCall.OFFER)
                .replaceFirst(";branch=\\S+", "")
                .replaceFirst(";tag=\\S+", "")
                .replaceFirst("Contact: .*\r\n", "")
                .replaceFirst("Max-Forwards: .*\r\n", "");

        // When
        phone.send(text);
        SipText ok = call.expect(200);

        // Then
        phone.send(call.request("ACK", ok.contact(), TestCall.branch(), 1, ok.toTag(), "")
                .replaceFirst(";tag=" + call.fromTag(), ""));
        await().until(() -> gateway.calls().active() == 1);
        phone.send(call.request("BYE", ok.contact(), TestCall.branch(), 2, ok.toTag(), "")
                .replaceFirst(";tag=" + call.fromTag(), ""));
        assertThat(phone.expectFinal("BYE").status()).isEqualTo(200);
    }

    @Test
    void retransmittedInviteStartsNothingNew() {
        // Given
        worker.script(InMemoryWorker.answerAfter(0.4));
        TestCall call = phone.call("restaurant");
        String invite = call.inviteText(TestCall.OFFER);

        // When
        for (int i = 0; i < 4; i++) {
            phone.send(invite);
        }
        SipText ok = call.expect(200);
        phone.send(invite);
        SipText again = call.expect(200);
        call.ack();

        // Then
        assertThat(again.toTag()).isEqualTo(ok.toTag());
        assertThat(gateway.calls().active()).isEqualTo(1);
        call.bye();
        int sockets = worker.accepted();
        phone.send(invite); // very late
        await().during(Duration.ofMillis(200)).until(() -> worker.accepted() == sockets);
    }

    @Test
    void okIsRepeatedUntilTheAckComes() {
        // Given
        TestCall call = phone.call("restaurant").invite();
        call.expect(200);

        // When, Then: T1, 2*T1, 4*T1 …
        call.expect(200);
        call.expect(200);
        call.ack();
        phone.expect(m -> m.status() == 200, Duration.ofMillis(100)); // one may be on its way
        assertThat(phone.expect(m -> m.status() == 200, Duration.ofSeconds(1))).isNull();
        call.bye();
    }

    @Test
    void callWithoutAckIsGivenUpWithBye() {
        // Given
        TestCall call = phone.call("restaurant").invite();
        call.expect(200);

        // When
        SipText bye = phone.expectRequest("BYE");
        call.accept(bye);

        // Then
        await().untilAsserted(() -> assertThat(gateway.telemetry().ended()).contains(EndReason.NO_ACK));
    }

    @Test
    void mergedRequestIs482() {
        // Given
        worker.script(InMemoryWorker.answerAfter(5));
        TestCall call = phone.call("restaurant").invite();
        call.expect(180);

        // When
        String branch = TestCall.branch();
        phone.send(call.inviteText(TestCall.OFFER).replaceFirst("branch=\\S+", "branch=" + branch));
        SipText refused = phone.expect(482, "INVITE");

        // Then
        assertThat(refused.header("Via")).contains(branch);
        call.cancel();
        call.expect(487);
        call.ackRefusal();
    }

    @Test
    void cancelOfNothingIs481() {
        phone.call("restaurant").cancel();
        assertThat(phone.expectFinal("CANCEL").status()).isEqualTo(481);
    }

    @Test
    void cancelAfterThe200HasNoEffect() {
        // Given
        TestCall call = phone.call("restaurant").invite();
        call.expect(200);

        // When
        call.cancel();
        SipText ok = phone.expectFinal("CANCEL");
        call.ack();

        // Then
        assertThat(ok.status()).isEqualTo(200);
        assertThat(gateway.calls().active()).isEqualTo(1);
        assertThat(call.bye().status()).isEqualTo(200);
    }

    @Test
    void requestInAnUnknownDialogIs481() {
        TestCall call = phone.call("restaurant");
        call.establish();
        call.bye();
        assertThat(call.bye().status()).isEqualTo(481);
    }

    @Test
    void byeOfOursFollowsTheRouteSet() {
        // Given
        TestCall call = phone.call("restaurant")
                .invite("Record-Route: <sip:" + phone.address() + ";lr>", "Record-Route: <sip:192.0.2.1;lr>");
        call.expect(200);
        call.ack();
        InMemoryWorker.Session session = worker.nextSession();

        // When
        session.say(new StreamMessage.Hangup(session.streamSid(), null));
        SipText bye = phone.expectRequest("BYE");
        call.accept(bye);

        // Then
        assertThat(bye.startLine()).startsWith("BYE sip:phone@" + phone.address());
        assertThat(bye.all("Route")).containsExactly("<sip:" + phone.address() + ";lr>,<sip:192.0.2.1;lr>");
    }
}
