// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static io.allo.router.conversation.EngineWorld.LIMIT;
import static io.allo.router.conversation.EngineWorld.answer;
import static io.allo.router.conversation.EngineWorld.ended;
import static io.allo.router.conversation.EngineWorld.whatsapp;
import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.allo.contracts.EndReason;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.LoggedLines;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.AgentEvent.TurnEnded;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationLog.ToolCall.Outcome;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolLoopTest {
    private final EngineWorld world = new EngineWorld();

    @Test
    void resultGoesBackToTheModelAndItsContextToTheNextCall() {
        // Given
        world.executor = request -> request.tool().equals("check_availability")
                ? Uni.createFrom()
                        .item(new ToolExecutionResponse(
                                Map.of("available", true), Map.of("last_availability_check", "19:30"), ToolFlags.NONE))
                : answer(Map.of("success", true, "order_number", 7));
        Opened opened = world.open(whatsapp());
        world.model
                .then(
                        say("I check. "),
                        call("check_availability", Map.of("mode", "pickup")),
                        call("confirm_order", Map.of()))
                .then(say("Order 7."));

        // When
        List<AgentEvent> events = world.turn(opened, "t1", "a pizza");

        // Then
        assertThat(events)
                .containsExactly(
                        new AgentEvent.Text("I check. "),
                        new AgentEvent.ToolStarted("check_availability"),
                        new AgentEvent.ToolFinished("check_availability", true, false),
                        new AgentEvent.ToolStarted("confirm_order"),
                        new AgentEvent.ToolFinished("confirm_order", true, false),
                        new AgentEvent.Text("Order 7."),
                        new TurnEnded("I check. Order 7.", new Action.Listen(), null));
        assertThat(world.toolRequests.get(1).context()).containsEntry("last_availability_check", "19:30");
        assertThat(world.toolRequests)
                .extracting(ToolExecutionRequest::toolCallId)
                .doesNotHaveDuplicates();
        assertThat(lastSeen()).isInstanceOf(Message.ToolResult.class);
        assertThat(world.log.toolCalls)
                .extracting(ConversationLog.ToolCall::number)
                .containsExactly(0, 1);
    }

    @Test
    void goodbyeEndsTheConversationWithoutAskingTheModelAgain() {
        // Given
        Opened opened = world.open(EngineWorld.call(1));
        world.model.then(say("Goodbye!"), call("end_call", Map.of()));

        // When
        TurnEnded end = ended(world.turn(opened, "t1", "bye"));

        // Then
        assertThat(end).isEqualTo(new TurnEnded("Goodbye!", new Action.End(EndReason.AGENT_HANGUP), null));
        assertThat(world.model.requests()).hasSize(1);
        assertThat(world.toolRequests).as("A40: no request to the business").isEmpty();
        assertThat(world.log.ends)
                .as("the channel ends a call when its words were played")
                .isEmpty();
    }

    @Test
    void inTextTheGoodbyeClosesTheRecord() {
        // Given
        Opened opened = world.open(whatsapp());
        world.model.then(say("Goodbye!"), call("end_call", Map.of()));

        // When
        world.turn(opened, "t1", "bye");

        // Then
        assertThat(world.log.ends).containsExactly(EndReason.AGENT_HANGUP);
        assertThat(world.open(whatsapp()).fresh()).isTrue();
    }

    @Test
    void aCustomersToolThatHangsUpEndsTheConversationAfterItsWords() {
        // Given
        world.executor = request -> flagged(new ToolFlags(true, false, true, false));
        Opened opened = world.open(EngineWorld.call(1));
        world.model.then(call("confirm_order", Map.of())).then(say("Done. Goodbye!"));

        // When
        TurnEnded end = ended(world.turn(opened, "t1", "yes"));

        // Then
        assertThat(end).isEqualTo(new TurnEnded("Done. Goodbye!", new Action.End(EndReason.AGENT_HANGUP), null));
    }

    @Test
    void aCustomersToolThatSkipsTheResponseLeavesTheModelUnasked() {
        // Given
        world.executor = request -> flagged(new ToolFlags(false, false, false, true));
        Opened opened = world.open(EngineWorld.call(1));
        world.model.then(say("One moment."), call("confirm_order", Map.of()));

        // When
        TurnEnded end = ended(world.turn(opened, "t1", "yes"));

        // Then
        assertThat(end).isEqualTo(new TurnEnded("One moment.", new Action.Listen(), null));
        assertThat(world.model.requests()).hasSize(1);
    }

    @Test
    void aCustomersToolThatTransfersGoesToTheNumberOfTheBusiness() {
        // Given
        world.settings = EngineWorld.settings(Set.of(Channel.VOICE));
        world.executor = request -> flagged(new ToolFlags(false, true, true, false));
        Opened opened = world.open(EngineWorld.call(1));
        world.model.then(call("confirm_order", Map.of())).then(say("I put you through."));

        // When
        TurnEnded end = ended(world.turn(opened, "t1", "yes"));

        // Then
        assertThat(end.action()).isEqualTo(new Action.Transfer("+33123456789", null));
    }

    @Test
    void aCustomersToolThatTransfersWhereNobodyCanIsToldSo() {
        // Given
        world.executor = request -> flagged(new ToolFlags(false, true, true, false));
        Opened opened = world.open(EngineWorld.call(1));
        world.model.then(call("confirm_order", Map.of())).then(say("Sorry."));

        // When
        TurnEnded end = ended(world.turn(opened, "t1", "yes"));

        // Then
        assertThat(end.action()).isEqualTo(new Action.Listen());
        assertThat(((Message.ToolResult) lastSeen()).result()).containsKey("transfer");
    }

    private static Uni<ToolExecutionResponse> flagged(ToolFlags flags) {
        return Uni.createFrom().item(new ToolExecutionResponse(Map.of("success", true), Map.of(), flags));
    }

    @Test
    void transferIsRefusedInWordsWhereNobodyCanTransfer() {
        // Given
        Opened opened = world.open(EngineWorld.call(1));
        world.model.then(call("transfer_call", Map.of("reason", "human"))).then(say("Sorry."));

        // When
        TurnEnded end = ended(world.turn(opened, "t1", "a human please"));

        // Then
        assertThat(end.action()).isEqualTo(new Action.Listen());
        assertThat(((Message.ToolResult) lastSeen()).result()).containsEntry("success", false);
    }

    @Test
    void transferNamesTheNumberInE164() {
        // Given
        world.settings = EngineWorld.settings(Set.of(Channel.VOICE));
        Opened opened = world.open(EngineWorld.call(1));
        world.model.then(call("transfer_call", Map.of("reason", "human"))).then(say("I put you through."));

        // When
        TurnEnded end = ended(world.turn(opened, "t1", "a human please"));

        // Then
        assertThat(end)
                .isEqualTo(new TurnEnded("I put you through.", new Action.Transfer("+33123456789", "human"), null));
        assertThat(world.toolRequests).as("A40: no request to the business").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"+33123456789, +33123456789, +33123456789", "01 23 45 67 89, 0123456789, +33123456789", "12, 12, 12"})
    void transferReportsTheStrippedNumberAndDialsItsE164Form(String asked, String reported, String dialled) {
        // Given, rows C15, C16, C19
        world.settings = EngineWorld.settings(Set.of(Channel.VOICE));
        Opened opened = world.open(EngineWorld.call(1));
        world.model.then(call("transfer_call", Map.of("phone_number", asked, "announcement", "One moment please.")));

        // When
        TurnEnded end = ended(world.turn(opened, "t1", "a human please"));

        // Then
        assertThat(end).isEqualTo(new TurnEnded("One moment please.", new Action.Transfer(dialled), null));
        assertThat(world.log.toolCalls.getLast().result())
                .containsOnlyKeys("success", "message", "transferred_to")
                .containsEntry("success", true)
                .containsEntry("transferred_to", reported);
    }

    @Test
    void theLogTellsOfATransferWithoutTheNumberAndTheWords() {
        // Given, row C20
        world.settings = EngineWorld.settings(Set.of(Channel.VOICE));
        Opened opened = world.open(EngineWorld.call(1));
        world.model
                .then(call("transfer_call", Map.of("phone_number", "the boss")))
                .then(call("transfer_call", Map.of("phone_number", "+33123456789", "announcement", "One moment.")));

        // When
        try (LoggedLines log = new LoggedLines(TransferTool.class.getName())) {
            world.turn(opened, "t1", "a human please");

            // Then
            assertThat(log.lines())
                    .containsExactly(
                            "transfer asked for: number none, announcement none",
                            "transfer asked for: number …89, announcement yes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "the boss", "#*+"})
    void transferToNoNumberIsRefusedAndTheCallGoesOn(String asked) {
        // Given, row C17
        world.settings = EngineWorld.settings(Set.of(Channel.VOICE));
        Opened opened = world.open(EngineWorld.call(1));
        world.model.then(call("transfer_call", Map.of("phone_number", asked))).then(say("Which number?"));

        // When
        TurnEnded end = ended(world.turn(opened, "t1", "a human please"));

        // Then
        assertThat(end.action()).isEqualTo(new Action.Listen());
        assertThat(((Message.ToolResult) lastSeen()).result())
                .containsEntry("success", false)
                .containsEntry("transferred_to", null);
    }

    @Test
    void toolOutsideTheSessionIsNeverCalled() {
        // Given
        Opened opened = world.open(whatsapp());
        world.model.then(call("drop_tables", Map.of())).then(say("I cannot."));

        // When
        world.turn(opened, "t1", "do it");

        // Then
        assertThat(world.toolRequests).isEmpty();
        assertThat(((Message.ToolResult) lastSeen()).result()).isEqualTo(Map.of("error", "unknown tool: drop_tables"));
        assertThat(world.log.toolCalls)
                .extracting(ConversationLog.ToolCall::outcome)
                .containsExactly(Outcome.UNKNOWN);
    }

    @Test
    void failingExecutorBecomesAnUnknownOutcome() {
        // Given
        world.executor = request -> Uni.createFrom().failure(new IllegalStateException("down"));
        Opened opened = world.open(whatsapp());
        world.model.then(call("confirm_order", Map.of())).then(say("Sorry."));

        // When
        TurnEnded end = ended(world.turn(opened, "t1", "yes"));

        // Then
        assertThat(end.text()).isEqualTo("Sorry.");
        assertThat(((Message.ToolResult) lastSeen()).result().get("error").toString())
                .contains("outcome unknown");
        assertThat(world.log.toolCalls)
                .extracting(ConversationLog.ToolCall::outcome)
                .containsExactly(Outcome.UNAVAILABLE);
    }

    @Test
    void slowExecutorIsCutOff() {
        // Given
        world.executor = request -> Uni.createFrom().nothing();
        Opened opened = world.open(whatsapp());
        world.model.then(call("confirm_order", Map.of())).then(say("Sorry."));

        // When
        TurnEnded end = ended(world.turn(opened, "t1", "yes"));

        // Then
        assertThat(end.text()).isEqualTo("Sorry.");
    }

    @Test
    void withoutAStoredKeyNothingIsExecuted() {
        // Given
        Opened opened = world.open(whatsapp());
        world.store.failSaves(4);
        world.model.then(call("confirm_order", Map.of())).then(say("Sorry."));

        // When
        TurnEnded end = ended(world.turn(opened, "t1", "yes"));

        // Then
        assertThat(end.text()).isEqualTo("Sorry.");
        assertThat(world.toolRequests).isEmpty();
    }

    @Test
    void modelThatNeverStopsCallingIsStopped() {
        // Given
        Opened opened = world.open(whatsapp());
        for (int i = 0; i < 10; i++) {
            world.model.then(call("check_availability", Map.of()));
        }

        // When
        TurnEnded end = ended(world.turn(opened, "t1", "loop"));

        // Then
        assertThat(world.toolRequests).hasSize(4);
        assertThat(end.text()).isEqualTo(Apologies.TURN_FAILED.in("fr"));
    }

    @Test
    void turnThatACrashInterruptedRepeatsItsCallWithTheSameKey() {
        // Given: a replica died while the executor worked; what is stored is the state it saved before the call
        Opened opened = world.open(whatsapp());
        Conversation before = world.store.stored(opened.key());
        world.store.put(before.with(
                before.dialogue()
                        .append(new Message.User(UserTurn.Input.TEXT, "yes"))
                        .opening("t1")
                        .countingTurn()
                        .append(new Message.Agent("I order. "))
                        .countingToolCall()
                        .append(new Message.ToolCall("1-call", "confirm_order", Map.of("total", 12))),
                world.clock.instant()));
        world.model.then(say("Done."));

        // When
        TurnEnded end = ended(world.turn(opened, "t1", "yes"));

        // Then
        assertThat(world.toolRequests).singleElement().satisfies(request -> {
            assertThat(request.toolCallId()).isEqualTo("1-call");
            assertThat(request.arguments()).containsEntry("total", 12);
        });
        assertThat(end.text()).isEqualTo("I order. Done.");
        assertThat(world.log.turns)
                .as("the record has the consent, which the dead replica may not have written down")
                .extracting(ConversationLog.Turn::number, ConversationLog.Turn::text)
                .containsExactly(tuple(0, "yes"), tuple(1, "I order. Done."));
    }

    @Test
    void hangUpDuringAToolCallStillRemembersItsResult() {
        // Given
        Opened opened = world.open(EngineWorld.call(1));
        world.model.then(say("One moment. "), call("confirm_order", Map.of())).then(say("Order 7 is placed."));
        world.executor =
                request -> answer(Map.of("success", true)).onItem().delayIt().by(java.time.Duration.ofMillis(80));
        UserTurn turn = new UserTurn("t1", UserTurn.Input.SPEECH, "yes", world.clock.instant());

        // When: the caller barges in as soon as the tool runs
        world.engine()
                .userTurn(opened.key(), turn)
                .select()
                .first(event -> !(event instanceof AgentEvent.ToolStarted))
                .collect()
                .asList()
                .await()
                .atMost(LIMIT);
        world.turn(opened, "t2", "and?");

        // Then
        assertThat(world.model.requests().getLast().messages())
                .extracting(message -> message.getClass().getSimpleName())
                .containsExactly("User", "Agent", "ToolCall", "ToolResult", "Agent", "User");
        assertThat(world.toolRequests).hasSize(1);
    }

    private Message lastSeen() {
        return world.model.requests().getLast().messages().getLast();
    }
}
