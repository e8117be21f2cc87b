// SPDX-License-Identifier: Apache-2.0
package io.allo.router.tools;

import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.tools.ReminderAnswer.Decision;
import io.allo.router.conversation.AgentEvent;
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
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reminder is answered without a model; the agent sees it afterwards. */
@QuarkusTest
class ReminderAnswersTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String CALLED = "+33939240869";

    @Inject
    ConversationEngine engine;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubToolExecutor executor;

    @Inject
    ScriptedModel model;

    @BeforeEach
    void reset() {
        sessions.reset();
        executor.reset();
        model.reset();
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
    }

    @ParameterizedTest
    @CsvSource({
        "1, false, CONFIRM",
        "Oui !, false, CONFIRM",
        "je confirme, true, CONFIRM",
        "CONFIRMER, true, CONFIRM",
        "2, false, CANCEL",
        "Annulé, false, CANCEL",
        "cancel., true, CANCEL",
        "1, true, ",
        "oui, true, ",
        "2, true, ",
        "non, false, ",
        "annuler ma pizza, false, ",
        "je ne confirme pas, false, ",
        "12, false, "
    })
    void words(String text, boolean asked, Decision decision) {
        assertThat(ReminderAnswers.decision(text, asked).orElse(null)).isEqualTo(decision);
    }

    @Test
    @DisplayName(
            "where a reminder stands its answer is said and no model is asked; else, and by telephone, the agent answers")
    void beforeTheAgent() {
        executor.reminder("Merci, c'est confirmé.");
        Opened chat = open(Channel.SMS);
        assertThat(turn(chat, "1")).isEqualTo("Merci, c'est confirmé.");
        assertThat(executor.reminderAnswer())
                .containsEntry("decision", "CONFIRM")
                .containsEntry("phone", "+33612345678")
                .containsEntry("channel", "sms");
        assertThat(model.requests()).isEmpty();

        executor.reminder(null);
        model.then(say("Cela coûte 30 euros, d'accord ?")).then(say("Bien."));
        assertThat(turn(chat, "ok")).contains("30 euros");
        assertThat(model.requests().getLast().messages().toString()).contains("Merci, c'est confirmé.");
        executor.reminder("Merci, c'est confirmé.");
        assertThat(turn(chat, "oui")).isEqualTo("Bien.");

        model.then(say("Par téléphone."));
        assertThat(turn(open(Channel.VOICE), "1")).isEqualTo("Par téléphone.");
    }

    private Opened open(Channel channel) {
        return engine.open(new Contact(
                        channel, CALLED, "+33612345678", UUID.randomUUID().toString()))
                .await()
                .atMost(LIMIT);
    }

    private String turn(Opened opened, String text) {
        UserTurn turn = new UserTurn(UUID.randomUUID().toString(), UserTurn.Input.TEXT, text, Instant.now());
        AgentEvent last =
                engine.userTurn(opened.key(), turn).collect().last().await().atMost(LIMIT);
        return ((AgentEvent.TurnEnded) last).text();
    }
}
