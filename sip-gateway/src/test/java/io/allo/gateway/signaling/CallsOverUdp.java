// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.TestPhone;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A gateway with one worker for all tests of a class, a phone for each, and nothing left after it. T1 is 50 ms. */
abstract class CallsOverUdp {
    static InMemoryWorker worker;
    static GatewayUnderTest gateway;
    TestPhone phone;

    @BeforeAll
    static void start() {
        worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
        gateway = new GatewayUnderTest(Map.of("t1", "50ms"), worker);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        worker.close();
    }

    @BeforeEach
    void phone() {
        worker.script(InMemoryWorker.answerAfter(0));
        worker.forgetSessions();
        phone = new TestPhone(gateway.port());
    }

    @AfterEach
    void nothingIsLeft() {
        phone.close();
        await().untilAsserted(() -> {
            assertThat(gateway.calls().active()).isZero();
            assertThat(gateway.sip().legs()).isZero();
            assertThat(gateway.media().openLegs()).isZero();
            assertThat(gateway.directory().held()).isZero();
        });
    }
}
