// SPDX-License-Identifier: Apache-2.0
package io.allo.router.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.router.conversation.ScriptedModel;
import io.allo.router.inbox.Accepted;
import io.allo.router.stubs.StubSessionConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new channel is an adapter: no class of the engine, the inbox or the other channels knows of it. */
@QuarkusTest
class PigeonPostTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String CALLED = "+33939240782";

    @Inject
    PigeonPost pigeons;

    @Inject
    StubSessionConfig sessions;

    @Inject
    ScriptedModel model;

    @BeforeEach
    void reset() {
        sessions.reset();
        model.reset();
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
    }

    @Test
    void aNewChannelTouchesNoOtherClass_E15_E16_E17_E20() {
        String strip = UUID.randomUUID() + "/" + CALLED + "/une pizza reine et un café";

        Accepted first = landed(strip);
        Accepted again = landed(strip);

        assertThat(again.duplicate()).isTrue();
        assertThat(again.entry().id()).isEqualTo(first.entry().id());
        // Nobody waits for the answer, so it goes home in strips
        await().atMost(LIMIT).until(() -> pigeons.flown().contains("reine et un café"));
        assertThat(pigeons.flown())
                .containsOnlyOnce("you said une pizza", "reine et un café")
                .containsSubsequence("you said une pizza", "reine et un café");
        assertThat(model.requests()).hasSize(1);
        assertThat(pigeons.landed("no strip").await().atMost(LIMIT)).isNull();
    }

    /** The classic voice webhook answers the same words with the same words. */
    @Test
    void everyChannelHasTheSameEngine_E18_E19() {
        String reply = RestAssured.given()
                .header("X-Vapi-Secret", "vapi-test-secret")
                .contentType("application/json")
                .body("{\"message\":{\"type\":\"user-message\",\"content\":\"un café\"},\"call\":{\"id\":\""
                        + UUID.randomUUID() + "\",\"phoneNumber\":{\"number\":\"" + CALLED + "\"}}}")
                .post("/api/vapi/webhook")
                .path("results[0].text");

        OutboundMessage written = pigeons.landed(UUID.randomUUID() + "/" + CALLED + "/un café")
                .flatMap(accepted -> accepted.answer(LIMIT))
                .await()
                .atMost(LIMIT)
                .orElseThrow();

        assertThat(written.text()).isEqualTo(reply).isEqualTo("you said un café");
    }

    private Accepted landed(String strip) {
        Accepted accepted = pigeons.landed(strip).await().atMost(LIMIT);
        assertThat(accepted).isNotNull();
        return accepted;
    }
}
