// SPDX-License-Identifier: Apache-2.0
package io.allo.router;

import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine on real Redis and PostgreSQL, the other services on loopback. */
@QuarkusTest
class ConversationTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String CALLED = "+33939240575";

    @Inject
    ConversationEngine engine;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubToolExecutor tools;

    @Inject
    ScriptedModel model;

    @BeforeEach
    void reset() {
        sessions.reset();
        tools.reset();
        model.reset();
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
    }

    @Test
    void sessionIsFetchedExactlyOnceAndToolsRun() {
        // Given
        Contact contact = new Contact(Channel.WHATSAPP, CALLED, "0612345678", "wa_" + UUID.randomUUID());
        model.then(say("One moment. "), call("confirm_order", Map.of("total", 12)))
                .then(say("Done."));

        // When
        Opened opened = engine.open(contact).await().atMost(LIMIT);
        List<AgentEvent> events = turn(opened, "a pizza");
        Opened again = engine.open(contact).await().atMost(LIMIT);

        // Then
        assertThat(again.conversationId()).isEqualTo(opened.conversationId());
        assertThat(again.fresh()).isFalse();
        assertThat(sessions.fetches()).hasSize(1);
        assertThat(sessions.fetches().getFirst().rawQuery())
                .contains("callerPhone=%2B33612345678")
                .contains("mode=chat");
        assertThat(events.getLast())
                .isEqualTo(new AgentEvent.TurnEnded("One moment. Done.", new AgentEvent.Action.Listen(), null));
        assertThat(tools.executed()).singleElement().satisfies(request -> {
            assertThat(request.context())
                    .containsEntry("caller_phone", "+33612345678")
                    .containsEntry("restaurant_id", StubSessionConfig.RESTAURANT);
            assertThat(request.conversationId()).isEqualTo(opened.conversationId());
        });
        assertThat(sessions.violations()).isEmpty();
    }

    private List<AgentEvent> turn(Opened opened, String text) {
        UserTurn turn = new UserTurn(UUID.randomUUID().toString(), UserTurn.Input.TEXT, text, Instant.now());
        return engine.userTurn(opened.key(), turn).collect().asList().await().atMost(LIMIT);
    }
}
