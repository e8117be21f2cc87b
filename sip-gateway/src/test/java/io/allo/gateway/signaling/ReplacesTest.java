// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** INVITE with Replaces (RFC 3891): a person who was talking to the agent puts somebody else in his place. */
class ReplacesTest {
    private InMemoryWorker worker;
    private GatewayUnderTest gateway;
    private TestPhone first;
    private TestPhone second;
    private TestCall call;
    private InMemoryWorker.Session session;

    @BeforeEach
    void start() {
        worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
        gateway = new GatewayUnderTest(Map.of("t1", "50ms"), worker);
        first = new TestPhone(gateway.port());
        second = new TestPhone(gateway.port());
        call = first.call("restaurant");
        call.establish();
        session = worker.nextSession();
        await().until(() -> session.heard().stream()
                .anyMatch(m -> m instanceof StreamMessage.CallState state
                        && state.state().equals(StreamMessage.CallState.ANSWERED)));
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        gateway.close();
        worker.close();
    }

    private String replaces(String toTag) {
        return "Replaces: " + call.callId() + ";to-tag=" + toTag + ";from-tag=" + call.fromTag();
    }

    @Test
    void newPeerTakesTheCallOverAndTheOldOneIsHungUp() {
        // When
        TestCall next = second.call("restaurant");
        next.invite("Require: replaces", replaces(call.toTag()));
        next.expect(200);
        next.ack();
        SipText bye = first.expectRequest("BYE");
        call.accept(bye);

        // Then
        await().until(() -> gateway.sip().legs() == 1);
        assertThat(gateway.calls().active()).isEqualTo(1);
        assertThat(session.isClosed()).isFalse();
        assertThat(worker.pollSession()).isEmpty();
        next.bye();
        await().untilAsserted(() -> assertThat(gateway.telemetry().ended()).containsExactly(EndReason.CALLER_HANGUP));
        await().untilAsserted(() -> {
            assertThat(gateway.calls().active()).isZero();
            assertThat(gateway.sip().legs()).isZero();
            assertThat(gateway.media().openLegs()).isZero();
        });
    }

    @Test
    void unknownDialogIs481() {
        // When, Then
        refused(481, replaces("other"));
    }

    @Test
    void answeredDialogIsNotReplacedByEarlyOnly() {
        // When, Then
        refused(486, replaces(call.toTag()) + ";early-only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Replaces: nothing", "Replaces: a@b;to-tag=1", "Replaces: a@b;from-tag=1;to-tag="})
    void unreadableReplacesIs400(String header) {
        // When, Then
        refused(400, header);
    }

    @Test
    void twoReplacesAre400() {
        // When, Then
        refused(400, replaces(call.toTag()), replaces(call.toTag()));
    }

    private void refused(int status, String... headers) {
        TestCall next = second.call("restaurant");
        next.invite(headers);
        next.expect(status);
        next.ackRefusal();
        assertThat(gateway.calls().active()).isEqualTo(1);
        call.bye();
        await().untilAsserted(() -> {
            assertThat(gateway.calls().active()).isZero();
            assertThat(gateway.sip().legs()).isZero();
        });
    }
}
