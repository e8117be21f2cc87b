// SPDX-License-Identifier: Apache-2.0
package io.allo.router;

import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ContactDirectory;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationEngine.BlockedCallerException;
import io.allo.router.conversation.EnginePorts;
import io.allo.router.conversation.EngineSettings;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.TurnEngine;
import io.allo.router.conversation.UserTurn;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubToolExecutor;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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
    EnginePorts ports;

    @Inject
    EngineSettings settings;

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

    @Test
    void brokenSessionServerOpensOnlyItsOwnAgentsCircuit() {
        // Given
        sessions.agent("+33900000001", sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        sessions.agent("+33900000002", sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        sessions.failSessions(500);

        // When
        for (int i = 0; i < 10; i++) {
            assertThat(open("+33900000001").degraded()).isTrue();
        }
        int askedWhileBroken = sessions.fetches().size();
        sessions.failSessions(0);

        // Then
        assertThat(askedWhileBroken).as("the open circuit spares the server").isLessThan(10);
        assertThat(open("+33900000001").degraded())
                .as("its circuit is still open")
                .isTrue();
        assertThat(open("+33900000002").degraded()).isFalse();
    }

    @Test
    void aSessionServerMayBlockACaller_A98() {
        // Given
        String called = "+33939240662";
        sessions.agent(called, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        sessions.blockCallers(true);

        // Then: it has answered, so its circuit stays closed
        for (int i = 0; i < 8; i++) {
            assertThatThrownBy(() -> calls(called)).isInstanceOf(BlockedCallerException.class);
        }
        Contact chat = new Contact(Channel.WHATSAPP, called, "0612345678", "wa_" + UUID.randomUUID());
        assertThat(engine.open(chat).await().atMost(LIMIT).degraded()).isFalse();
        sessions.blockCallers(false);
        assertThat(calls(called).degraded()).isFalse();
    }

    @Test
    void tooLargeSessionIsRefused() {
        sessions.padSessions(2_000_000);
        assertThat(open(CALLED).degraded()).isTrue();
    }

    @Test
    void deadDirectoryIsToldApartFromAnUnknownAddress() {
        assertThatThrownBy(() -> open("+33900000009")).isInstanceOf(ConversationEngine.UnknownAddressException.class);
        sessions.failInternal(503);
        assertThatThrownBy(() -> open("+33900000010")).isInstanceOf(ContactDirectory.UnavailableException.class);
    }

    @Test
    void callThatDidNotGetThroughIsRepeatedWithItsKeyAndDoneOnce() {
        // Given
        Opened opened = open(CALLED);
        tools.refuse(3);
        model.then(call("confirm_order", Map.of())).then(say("Done."));

        // When
        List<AgentEvent> events = turn(opened, "yes");

        // Then
        assertThat(tools.received()).hasSize(4).extracting("toolCallId").containsOnly("1-call");
        assertThat(tools.executed()).hasSize(1);
        assertThat(events).contains(new AgentEvent.ToolFinished("confirm_order", true, false));
    }

    @Test
    void aCallWhoseAnswerIsLostIsRepeatedWithItsKeyAndItsFirstAnswerIsTold() {
        // Given
        Opened opened = open(CALLED);
        tools.loseAnswers(2);
        model.then(call("confirm_order", Map.of())).then(say("Done."));

        // When
        List<AgentEvent> events = turn(opened, "yes");

        // Then
        assertThat(tools.received()).hasSize(3).extracting("toolCallId").containsOnly("1-call");
        assertThat(tools.executed()).hasSize(1);
        assertThat(events).contains(new AgentEvent.ToolFinished("confirm_order", true, false));
    }

    @Test
    void turnsOfOneConversationRunOneAfterTheOtherOnTwoReplicas() {
        // Given
        Opened opened = open(CALLED);
        ConversationEngine replica = new TurnEngine(ports, settings, Clock.systemUTC());
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 12; i++) {
            model.thenDo(request -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                return Uni.createFrom()
                        .item(say("ok"))
                        .onItem()
                        .delayIt()
                        .by(Duration.ofMillis(15))
                        .invoke(running::decrementAndGet)
                        .toMulti();
            });
        }

        // When
        List<Uni<List<AgentEvent>>> turns = IntStream.range(0, 12)
                .mapToObj(i -> (i % 2 == 0 ? engine : replica)
                        .userTurn(opened.key(), new UserTurn("t" + i, UserTurn.Input.TEXT, "word " + i, Instant.now()))
                        .collect()
                        .asList())
                .toList();
        Uni.join().all(turns).andFailFast().await().atMost(LIMIT);

        // Then
        assertThat(most).hasValue(1);
        assertThat(engine.transcript(opened.key()).await().atMost(LIMIT)).hasSize(24);
    }

    private Opened open(String called) {
        return engine.open(new Contact(Channel.WHATSAPP, called, "0612345678", "wa_" + UUID.randomUUID()))
                .await()
                .atMost(LIMIT);
    }

    private Opened calls(String called) {
        return engine.open(new Contact(
                        Channel.VOICE, called, "0612345678", UUID.randomUUID().toString()))
                .await()
                .atMost(LIMIT);
    }

    private List<AgentEvent> turn(Opened opened, String text) {
        UserTurn turn = new UserTurn(UUID.randomUUID().toString(), UserTurn.Input.TEXT, text, Instant.now());
        return engine.userTurn(opened.key(), turn).collect().asList().await().atMost(LIMIT);
    }
}
