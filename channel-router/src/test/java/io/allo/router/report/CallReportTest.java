// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.PrivacySettings;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.UserTurn;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubToolExecutor;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the business is told when a call is over. */
@QuarkusTest
class CallReportTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Inject
    ConversationEngine engine;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubToolExecutor business;

    @Inject
    ScriptedModel model;

    @BeforeEach
    void reset() {
        sessions.reset();
        business.reset();
        model.reset();
    }

    @Test
    @DisplayName("A121: number, outcome, duration, transcript and costs, although the business was away at first")
    void theWholeCall() {
        // Given
        sessions.agent("+33939240631", sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        Opened opened = open("+33939240631");
        model.then(say("One moment. "), call("confirm_order", Map.of("total", 12)))
                .then(say("Done."));
        turn(opened, "a pizza");
        business.refuseReports(2);

        // When
        engine.end(opened.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);

        // Then
        Map<String, Object> report = told(opened);
        assertThat(report)
                .containsEntry("callerPhone", "+33612345678")
                .containsEntry("channel", "voice")
                .containsEntry("outcome", "order_placed")
                .containsEntry("endReason", "success/caller-hangup")
                .containsKeys("restaurantId", "startedAt", "endedAt", "durationSec", "costCurrency", "inputTokens");
        assertThat((List<?>) report.get("transcript"))
                .extracting(turn -> ((Map<?, ?>) turn).get("role") + ": " + ((Map<?, ?>) turn).get("text"))
                .containsExactly("user: a pizza", "assistant: One moment. Done.");
    }

    @Test
    void wordsThatMayNotBeKeptAreNotTold() {
        sessions.agent(
                "+33939240632",
                sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME)
                        .with(new PrivacySettings(true, PrivacySettings.Consent.OPT_IN, false)));
        Opened opened = open("+33939240632");
        model.then(say("Secret answer."));
        turn(opened, "my secret words");

        engine.end(opened.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);

        assertThat(told(opened)).doesNotContainKey("transcript").containsKey("durationSec");
    }

    @Test
    void aReportIsRepeatedLessAndLessOften() {
        assertThat(ReportRelay.pauseAt(Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
        assertThat(ReportRelay.pauseAt(Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(1));
        assertThat(ReportRelay.pauseAt(Duration.ofHours(20))).isEqualTo(Duration.ofMinutes(15));
    }

    private Map<String, Object> told(Opened opened) {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(business.report(opened.conversationId())).isNotNull());
        return business.report(opened.conversationId());
    }

    private Opened open(String called) {
        return engine.open(new Contact(
                        Channel.VOICE,
                        called,
                        "06 12 34 56 78",
                        UUID.randomUUID().toString()))
                .await()
                .atMost(LIMIT);
    }

    private void turn(Opened opened, String text) {
        UserTurn turn = new UserTurn(UUID.randomUUID().toString(), UserTurn.Input.TEXT, text, Instant.now());
        engine.userTurn(opened.key(), turn).collect().asList().await().atMost(LIMIT);
    }
}
