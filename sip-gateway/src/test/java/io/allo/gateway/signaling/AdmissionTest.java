// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.RefusalReason;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Too many calls, and the end of the process. */
class AdmissionTest {
    private InMemoryWorker worker;

    @BeforeEach
    void start() {
        worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    @Test
    void callBeyondTheMaximumIsRefusedAndTheOthersStay() {
        try (GatewayUnderTest gateway = new GatewayUnderTest(Map.of("max-calls", "1"), worker);
                TestPhone phone = new TestPhone(gateway.port())) {
            // Given
            TestCall admitted = phone.call("restaurant");
            admitted.establish();

            // When
            TestCall tooMany = phone.call("restaurant").invite();
            SipText refused = tooMany.expect(503);
            tooMany.ackRefusal();

            // Then
            assertThat(refused.header("Retry-After")).isEqualTo("2");
            assertThat(gateway.telemetry().refused()).containsExactly(EndReason.OVERLOADED);
            assertThat(admitted.bye().status()).isEqualTo(200);
            await().until(() -> gateway.calls().active() == 0);
            phone.call("restaurant").establish();
        }
    }

    @Test
    void moreNewCallsASecondThanAllowedAreRefused() {
        try (GatewayUnderTest gateway = new GatewayUnderTest(Map.of("max-new-calls-per-second", "2"), worker);
                TestPhone phone = new TestPhone(gateway.port())) {
            phone.call("restaurant").establish();
            phone.call("restaurant").establish();
            phone.call("restaurant").invite().expect(503);
            assertThat(gateway.calls().active()).isEqualTo(2);
        }
    }

    @Test
    void oneSourceTakesNoMoreThanItsShareAndAnotherIsServed() {
        try (GatewayUnderTest gateway = new GatewayUnderTest(Map.of("max-calls-per-source", "1"), worker);
                TestPhone greedy = new TestPhone(gateway.port(), "127.0.0.1");
                TestPhone other = new TestPhone(gateway.port(), "127.0.0.2")) {
            // Given
            TestCall first = greedy.call("restaurant");
            first.establish();

            // When
            TestCall tooMany = greedy.call("restaurant").invite();
            SipText refused = tooMany.expect(503);
            other.call("restaurant").establish();

            // Then
            assertThat(refused.header("Retry-After")).isEqualTo("2");
            assertThat(gateway.telemetry().refused()).containsExactly(RefusalReason.SOURCE_LIMIT.endReason());
            assertThat(gateway.calls().active()).isEqualTo(2);
            first.bye();
            await().until(() -> gateway.calls().active() == 1);
            greedy.call("restaurant").establish();
        }
    }

    @Test
    void oneSourceBeginsNoMoreCallsASecondThanAllowedAndAnotherIsServed() {
        try (GatewayUnderTest gateway =
                        new GatewayUnderTest(Map.of("max-new-calls-per-second-per-source", "2"), worker);
                TestPhone greedy = new TestPhone(gateway.port(), "127.0.0.1");
                TestPhone other = new TestPhone(gateway.port(), "127.0.0.2")) {
            greedy.call("restaurant").establish();
            greedy.call("restaurant").establish();
            greedy.call("restaurant").invite().expect(503);
            other.call("restaurant").establish();
            await().untilAsserted(() -> greedy.call("restaurant").establish()); // in the next second
        }
    }

    @Test
    void drainingRefusesNewCallsAndEndsLiveOnesAtTheDeadline() throws Exception {
        try (GatewayUnderTest gateway = new GatewayUnderTest(worker);
                TestPhone phone = new TestPhone(gateway.port())) {
            // Given
            TestCall live = phone.call("restaurant");
            live.establish();

            // When
            CompletableFuture<Integer> drained = CompletableFuture.supplyAsync(() -> {
                try {
                    return gateway.calls().drain(Duration.ofSeconds(1), Duration.ofSeconds(2));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> gateway.calls().phase() != CallController.Phase.WARM);
            phone.call("restaurant").invite().expect(503);
            TestCall ping = phone.call("restaurant");
            phone.send(ping.request("OPTIONS", "sip:ping@127.0.0.1", TestCall.branch(), 1, "", ""));
            int pinged = phone.expectFinal("OPTIONS").status();
            live.accept(phone.expectRequest("BYE"));

            // Then
            assertThat(pinged).isEqualTo(503);
            assertThat(drained.get()).isEqualTo(1);
            assertThat(gateway.telemetry().ended()).containsExactly(EndReason.SHUTDOWN);
        }
    }

    @Test
    void impatienceEndsCallsAtOnce() throws Exception {
        try (GatewayUnderTest gateway = new GatewayUnderTest(worker);
                TestPhone phone = new TestPhone(gateway.port())) {
            TestCall live = phone.call("restaurant");
            live.establish();
            gateway.calls().hurry();

            long begin = System.nanoTime();
            gateway.calls().drain(Duration.ofMinutes(10), Duration.ofMinutes(1));

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
            live.accept(phone.expectRequest("BYE"));
        }
    }
}
