// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Session timers (RFC 4028) over real UDP, with intervals of seconds. */
class SessionTimerTest {
    private static InMemoryWorker worker;
    private static GatewayUnderTest gateway;
    private TestPhone phone;

    @BeforeAll
    static void start() {
        worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
        gateway = new GatewayUnderTest(Map.of("t1", "50ms", "session-min", "2s", "session-expires", "60s"), worker);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        worker.close();
    }

    @BeforeEach
    void phone() {
        worker.forgetSessions();
        phone = new TestPhone(gateway.port());
    }

    @AfterEach
    void nothingIsLeft() {
        phone.close();
        await().untilAsserted(() -> {
            assertThat(gateway.calls().active()).isZero();
            assertThat(gateway.sip().legs()).isZero();
        });
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // peer's Supported, Session-Expires, Min-SE; ours: Session-Expires, Require
                "timer, 40, -, 40;refresher=uac, timer",
                "timer, 40;refresher=uas, -, 40;refresher=uas, -",
                "timer, 400, -, 60;refresher=uac, timer",
                "timer, 400, 90, 90;refresher=uac, timer",
                "timer, -, -, 60;refresher=uac, timer",
                "path, 40, -, 40;refresher=uas, -",
                "path, -, -, -, -",
            })
    void theCalledSideChoosesIntervalAndRefresher(
            String supported, String expires, String min, String agreed, String require) {
        // When
        TestCall call = phone.call("restaurant");
        call.invite(
                "Supported: " + supported,
                expires == null ? "X-None: 1" : "Session-Expires: " + expires,
                min == null ? "X-None: 2" : "Min-SE: " + min);
        SipText ok = call.expect(200);
        call.ack();

        // Then
        assertThat(ok.header("Session-Expires")).isEqualTo(agreed);
        assertThat(ok.header("Require")).isEqualTo(require);
        assertThat(ok.header("Supported")).contains("timer");
        call.bye();
    }

    @Test
    void tooShortAnIntervalIs422WithOurMinimum() {
        TestCall call = phone.call("restaurant").invite("Supported: timer", "x: 1");
        SipText refused = call.expect(422);
        call.ackRefusal();
        assertThat(refused.header("Min-SE")).isEqualTo("2");
    }

    @Test
    void timerMayBeRequired() {
        TestCall call = phone.call("restaurant").invite("Require: timer", "Session-Expires: 30");
        assertThat(call.expect(200).header("Session-Expires")).isEqualTo("30;refresher=uac");
        call.ack();
        call.bye();
    }

    @Test
    void sessionThatThePeerDoesNotRefreshEndsWithBye() {
        // Given
        TestCall call = phone.call("restaurant").invite("Supported: timer", "Session-Expires: 2;refresher=uac");
        call.expect(200);
        call.ack();

        // When it says nothing
        SipText bye = phone.expectRequest("BYE");

        // Then
        call.accept(bye);
        await().untilAsserted(() -> assertThat(gateway.telemetry().ended()).contains(EndReason.SESSION_EXPIRED));
    }

    @Test
    void refreshByThePeerKeepsTheSession() {
        TestCall call = phone.call("restaurant").invite("Supported: timer", "Session-Expires: 2;refresher=uac");
        call.expect(200);
        call.ack();
        for (int i = 0; i < 3; i++) {
            assertThat(phone.expect(SipText::isRequest, Duration.ofMillis(800))).isNull();
            call.sendInDialog("UPDATE", "", "Supported: timer", "Session-Expires: 2;refresher=uac");
            assertThat(phone.expectFinal("UPDATE").header("Session-Expires")).isEqualTo("2;refresher=uac");
        }
        call.bye();
    }

    @Test
    void weRefreshByUpdateWhereThePeerTakesIt() {
        // Given
        TestCall call = phone.call("restaurant")
                .invite("Allow: INVITE, ACK, BYE, UPDATE", "Supported: timer", "Session-Expires: 2;refresher=uas");
        call.expect(200);
        call.ack();

        // When
        SipText update = phone.expectRequest("UPDATE");

        // Then
        assertThat(update.header("Session-Expires")).isEqualTo("60;refresher=uac");
        assertThat(update.body()).isEmpty();
        call.accept(update, "", "Session-Expires: 2;refresher=uac");
        call.accept(phone.expectRequest("UPDATE"), "", "Session-Expires: 60;refresher=uas");
        call.bye();
    }

    @Test
    void weRefreshByReinviteWithTheSameDescriptionElse() {
        // Given
        TestCall call = phone.call("restaurant").invite("Supported: timer", "Session-Expires: 2;refresher=uas");
        SipText ok = call.expect(200);
        call.ack();

        // When
        SipText reinvite = phone.expectRequest("INVITE");

        // Then
        assertThat(reinvite.body()).isEqualTo(ok.body());
        call.accept(reinvite, TestCall.OFFER, "Session-Expires: 60;refresher=uac");
        assertThat(phone.expectRequest("ACK").header("CSeq"))
                .isEqualTo(String.valueOf(reinvite.header("CSeq")).replace("INVITE", "ACK"));
        call.accept(reinvite, TestCall.OFFER, "Session-Expires: 60;refresher=uac"); // our ACK was lost
        phone.expectRequest("ACK");
        call.bye();
    }

    @Test
    void refreshThatThePeerDoesNotKnowEndsTheCall() {
        TestCall call = phone.call("restaurant")
                .invite("Allow: UPDATE", "Supported: timer", "Session-Expires: 2;refresher=uas");
        call.expect(200);
        call.ack();
        call.respond(phone.expectRequest("UPDATE"), "481 Gone", "");
        call.accept(phone.expectRequest("BYE"));
        await().untilAsserted(() -> assertThat(gateway.telemetry().ended()).contains(EndReason.PEER_LOST));
    }

    @Test
    void refreshRefusedWith422IsRepeatedWithThePeersMinimum() {
        TestCall call = phone.call("restaurant")
                .invite("Allow: UPDATE", "Supported: timer", "Session-Expires: 2;refresher=uas");
        call.expect(200);
        call.ack();
        call.respond(phone.expectRequest("UPDATE"), "422 Session Interval Too Small", "", "Min-SE: 120");
        SipText again = phone.expectRequest("UPDATE");
        assertThat(again.header("Session-Expires")).startsWith("120;");
        assertThat(again.header("Min-SE")).isEqualTo("120");
        call.accept(again, "", "Session-Expires: 120;refresher=uac");
        call.bye();
    }

    @Test
    void glareIsTriedAgain() {
        TestCall call = phone.call("restaurant").invite("Supported: timer", "Session-Expires: 6;refresher=uas");
        call.expect(200);
        call.ack();
        SipText first = phone.expectRequest("INVITE");
        call.respond(first, "491 Request Pending", "");
        SipText again = phone.expect(
                m -> m.startLine().startsWith("INVITE")
                        && !String.valueOf(m.header("CSeq")).equals(first.header("CSeq")),
                "second INVITE");
        call.accept(again, TestCall.OFFER, "Session-Expires: 60;refresher=uac");
        phone.expectRequest("ACK");
        call.bye();
    }

    @Test
    void offerWhileOursIsUnderWayIs491() {
        TestCall call = phone.call("restaurant").invite("Supported: timer", "Session-Expires: 2;refresher=uas");
        call.expect(200);
        call.ack();
        SipText ours = phone.expectRequest("INVITE");
        call.sendInDialog("INVITE", TestCall.OFFER);
        call.expect(491);
        call.accept(ours, TestCall.OFFER, "Session-Expires: 60;refresher=uac");
        phone.expectRequest("ACK");
        call.bye();
    }
}
