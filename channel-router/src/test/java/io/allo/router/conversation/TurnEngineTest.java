// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static io.allo.router.conversation.EngineWorld.LIMIT;
import static io.allo.router.conversation.EngineWorld.call;
import static io.allo.router.conversation.EngineWorld.ended;
import static io.allo.router.conversation.EngineWorld.whatsapp;
import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.AgentEvent.TurnEnded;
import io.allo.router.conversation.ChatModel.Message;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnEngineTest {
    private final EngineWorld world = new EngineWorld();

    @Test
    void firstContactFetchesTheSessionAndLoadsItsContext() {
        // When
        Opened opened = world.open(whatsapp());

        // Then
        assertThat(opened.fresh()).isTrue();
        assertThat(opened.degraded()).isFalse();
        assertThat(world.store.stored(opened.key()).dialogue().context())
                .containsEntry("restaurant_id", "restaurant")
                .containsEntry("caller_phone", "+33612345678")
                .containsEntry("call_id", opened.conversationId())
                .containsEntry("conversation_id", opened.conversationId());
        assertThat(opened.conversationId()).isNotEqualTo(opened.key().id());
    }

    @Test
    void onThePhoneTheConversationIsTheCall() {
        assertThat(world.open(call(1)).conversationId()).isEqualTo("call-1");
    }

    @Test
    void secondContactGoesOnWithoutFetchingAgain() {
        // Given
        Opened first = world.open(whatsapp());

        // When
        Opened second = world.open(whatsapp());

        // Then
        assertThat(second.conversationId()).isEqualTo(first.conversationId());
        assertThat(second.fresh()).isFalse();
        assertThat(world.sessionFetches).isEqualTo(1);
    }

    @Test
    void chatThatIsBeingHeldIsOpenedWithoutWaitingForItsTurn() {
        // Given
        Opened first = world.open(whatsapp());
        world.store.acquire(first.key()).await().atMost(Duration.ofSeconds(1));

        // When
        Opened second = world.open(whatsapp());

        // Then
        assertThat(second.conversationId()).isEqualTo(first.conversationId());
    }

    @Test
    void idleConversationIsClosedAndANewOneOpened() {
        // Given
        Opened first = world.open(whatsapp());
        world.clock.forward(Duration.ofHours(2).plusSeconds(1));

        // When
        Opened second = world.open(whatsapp());

        // Then
        assertThat(second.conversationId()).isNotEqualTo(first.conversationId());
        assertThat(world.log.ends).containsExactly(EndReason.IDLE);
        assertThat(world.sessionFetches).isEqualTo(2);
    }

    @Test
    void unknownAddressIsRefused() {
        assertThatThrownBy(() -> world.open(new Contact(Channel.SMS, "+33999999999", null, "sms_x")))
                .isInstanceOf(ConversationEngine.UnknownAddressException.class);
    }

    @Test
    void greetingIsSaidOnce() {
        // Given
        Opened opened = world.open(call(1));
        world.model.then(say("Good "), say("evening."));

        // When
        List<AgentEvent> first = greet(opened);
        List<AgentEvent> second = greet(opened);

        // Then
        assertThat(first)
                .containsExactly(
                        new AgentEvent.Text("Good "),
                        new AgentEvent.Text("evening."),
                        new TurnEnded("Good evening.", new Action.Listen(), null));
        assertThat(second).containsExactly(new TurnEnded("", new Action.Listen(), null));
        assertThat(world.model.requests().getFirst().messages()).containsExactly(new Message.Greeting("greet"));
    }

    /** A successor that takes the call over must not wait for a hash where one key is enough. */
    @Test
    void greetingAgainTellsWhichKeysAreStillAwaited() {
        // Given
        Opened opened = world.open(call(1));
        var oneKey = new AgentEvent.KeyEntry(1, true);
        world.model.awaiting(oneKey);
        greet(opened);

        // When
        List<AgentEvent> again = greet(opened);

        // Then
        assertThat(again).containsExactly(new TurnEnded("", new Action.Listen(), oneKey));
    }

    @Test
    void modelIsShownTheConversationAndItsOwnMemory() {
        // Given
        Opened opened = world.open(whatsapp());

        // When
        world.turn(opened, "t1", "one");
        world.turn(opened, "t2", "two");

        // Then
        ChatModel.Request request = world.model.requests().getLast();
        assertThat(request.messages())
                .containsExactly(
                        new Message.User(UserTurn.Input.TEXT, "one"),
                        new Message.Agent("you said one"),
                        new Message.User(UserTurn.Input.TEXT, "two"));
        assertThat(request.memory()).containsEntry("requests", 1);
        assertThat(world.log.turns).extracting(ConversationLog.Turn::number).containsExactly(0, 1, 2, 3);
    }

    @Test
    void turnThatComesTwiceGetsTheSameAnswerOnce() {
        // Given
        Opened opened = world.open(whatsapp());
        List<AgentEvent> first = world.turn(opened, "SM1", "hello");

        // When
        List<AgentEvent> second = world.turn(opened, "SM1", "hello");

        // Then
        assertThat(ended(second)).isEqualTo(ended(first));
        assertThat(world.model.requests()).hasSize(1);
        assertThat(world.log.turns).hasSize(2);
    }

    @Test
    void failedSessionFetchApologisesAndTheNextContactTriesAgain() {
        // Given
        world.sessionSource = agent -> Uni.createFrom().failure(new IllegalStateException("down"));
        Opened opened = world.open(whatsapp());

        // When
        List<AgentEvent> events = world.turn(opened, "t1", "bonjour");
        world.sessionSource = agent -> Uni.createFrom().item(world.session);
        Opened next = world.open(whatsapp());

        // Then
        assertThat(opened.degraded()).isTrue();
        assertThat(opened.session().tools()).isEmpty();
        assertThat(ended(events))
                .isEqualTo(new TurnEnded(Apologies.DEGRADED.in("fr"), new Action.End(EndReason.FAILED), null));
        assertThat(next.fresh()).isTrue();
        assertThat(next.degraded()).isFalse();
    }

    @Test
    void degradedCallApologisesInItsGreetingAndEnds() {
        // Given
        world.sessionSource = agent -> Uni.createFrom().failure(new IllegalStateException("down"));
        Opened opened = world.open(call(1));

        // When
        TurnEnded greeting = ended(greet(opened));

        // Then
        assertThat(greeting.text()).startsWith("Je suis désolé");
        assertThat(greeting.action()).isEqualTo(new Action.End(EndReason.FAILED));
    }

    @ParameterizedTest
    @CsvSource({"bonjour, fr", "hello, en"})
    void failingModelBecomesAnApologyInThePersonsLanguageAndTheConversationGoesOn(String words, String language) {
        // Given
        Opened opened = world.open(whatsapp());
        world.model.thenDo(request -> Multi.createFrom().failure(new IllegalStateException("model down")));

        // When
        TurnEnded failed = ended(world.turn(opened, "t1", words));
        TurnEnded next = ended(world.turn(opened, "t2", "again"));

        // Then
        assertThat(failed.text()).isEqualTo(Apologies.TURN_FAILED.in(language));
        assertThat(failed.action()).isEqualTo(new Action.Listen());
        assertThat(next.text()).isEqualTo("you said again");
    }

    @Test
    void silentModelBecomesAnApology() {
        // Given
        Opened opened = world.open(whatsapp());
        world.model.thenDo(request -> Multi.createFrom().nothing());

        // When
        TurnEnded answer = ended(world.turn(opened, "t1", "bonjour"));

        // Then
        assertThat(answer.text()).isEqualTo(Apologies.TURN_FAILED.in("fr"));
    }

    @Test
    void secondTurnWaitsForTheFirst() {
        // Given
        Opened opened = world.open(whatsapp());
        AtomicReference<UniEmitter<? super ChatModel.Event>> slow = new AtomicReference<>();
        world.model.thenDo(
                request -> Uni.createFrom().<ChatModel.Event>emitter(slow::set).toMulti());
        AssertSubscriber<AgentEvent> first = start(opened, "t1", "one");
        AssertSubscriber<AgentEvent> second = start(opened, "t2", "two");

        // When
        assertThat(world.model.requests()).hasSize(1);
        slow.get().complete(say("first"));
        first.awaitCompletion(LIMIT);
        second.awaitCompletion(LIMIT);

        // Then
        assertThat(ended(second.getItems()).text()).isEqualTo("you said two");
        assertThat(world.model.requests().getLast().messages()).contains(new Message.Agent("first"));
    }

    @Test
    void cancelledTurnFallsSilentAndFreesTheConversation() {
        // Given
        Opened opened = world.open(call(1));
        AtomicReference<UniEmitter<? super ChatModel.Event>> slow = new AtomicReference<>();
        world.model.thenDo(request -> Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(say("Our menu is ")),
                        Uni.createFrom().<ChatModel.Event>emitter(slow::set).toMulti()));
        AssertSubscriber<AgentEvent> turn = start(opened, "t1", "menu");

        // When
        turn.cancel();
        world.engine().interrupted(opened.key(), "Our").await().atMost(LIMIT);
        world.turn(opened, "t2", "stop");

        // Then
        assertThat(world.model.requests().getLast().messages())
                .containsExactly(
                        new Message.User(UserTurn.Input.TEXT, "menu"),
                        new Message.Agent("Our"),
                        new Message.User(UserTurn.Input.TEXT, "stop"));
        assertThat(world.log.heard).containsExactly("1:Our");
        assertThat(world.store.locked(opened.key())).isFalse();
    }

    @Test
    void timesBelongToTheAgentsLastTurnAlsoWhenTheCallerHasSpokenSince_E22() {
        Opened opened = world.open(call(1));
        AnswerTimes times = new AnswerTimes(null, null, null, null, null, Duration.ofMillis(720));
        world.engine().timed(opened.key(), times).await().atMost(LIMIT);
        world.turn(opened, "t1", "one");

        world.engine().timed(opened.key(), times).await().atMost(LIMIT);
        world.engine()
                .heard(opened.key(), new UserTurn("t2", UserTurn.Input.SPEECH, "two", Instant.EPOCH))
                .await()
                .atMost(LIMIT);
        world.engine().timed(opened.key(), times).await().atMost(LIMIT);

        assertThat(world.log.timed).containsExactly(1, 1);
    }

    @Test
    void successorGoesOnAndThePredecessorIsRefused() {
        // Given
        Opened opened = world.open(call(1));
        world.turn(opened, "t1", "one");

        // When
        Opened taken = world.open(call(2));

        // Then
        assertThat(taken.fresh()).isFalse();
        assertThat(world.sessionFetches).isEqualTo(1);
        assertThatThrownBy(() -> world.open(call(1))).isInstanceOf(ConversationEngine.StaleEpochException.class);
        UserTurn late = new UserTurn("t2", UserTurn.Input.KEYS, "1", world.clock.instant(), 1);
        assertThatThrownBy(() -> world.engine()
                        .userTurn(opened.key(), late)
                        .collect()
                        .asList()
                        .await()
                        .atMost(LIMIT))
                .isInstanceOf(ConversationEngine.StaleEpochException.class);
    }

    @Test
    void firstReasonOfTheEndWins() {
        // Given
        Opened opened = world.open(call(1));

        // When
        world.engine().end(opened.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);
        world.engine().end(opened.key(), EndReason.FAILED).await().atMost(LIMIT);

        // Then
        assertThat(world.log.ends).containsExactly(EndReason.CALLER_HANGUP);
        assertThatThrownBy(() -> world.turn(opened, "t1", "hello"))
                .isInstanceOf(ConversationEngine.NotOpenException.class);
    }

    @Test
    void answerIsGivenEvenIfItCannotBeSaved() {
        // Given
        Opened opened = world.open(whatsapp());
        world.store.failSaves(10);

        // When
        TurnEnded answer = ended(world.turn(opened, "t1", "hello"));

        // Then
        assertThat(answer.text()).isEqualTo("you said hello");
    }

    @Test
    void olderMessagesAreForgotten() {
        // Given
        Opened opened = world.open(whatsapp());

        // When
        for (int i = 0; i < 60; i++) {
            world.turn(opened, "t" + i, "word " + i);
        }

        // Then
        List<Message> messages = world.store.stored(opened.key()).dialogue().messages();
        assertThat(messages).hasSizeLessThanOrEqualTo(40);
        assertThat(messages.getFirst()).isInstanceOf(Message.User.class);
        assertThat(messages.getLast()).isEqualTo(new Message.Agent("you said word 59"));
    }

    @Test
    void transcriptShowsWordsOnly() {
        // Given
        Opened opened = world.open(whatsapp());
        greet(opened);
        world.turn(opened, "t1", "one");

        // When
        List<Message> words = world.engine().transcript(opened.key()).await().atMost(LIMIT);

        // Then
        assertThat(words)
                .containsExactly(
                        new Message.Agent("hello"),
                        new Message.User(UserTurn.Input.TEXT, "one"),
                        new Message.Agent("you said one"));
    }

    private List<AgentEvent> greet(Opened opened) {
        return world.engine().greet(opened.key()).collect().asList().await().atMost(LIMIT);
    }

    private AssertSubscriber<AgentEvent> start(Opened opened, String id, String text) {
        UserTurn turn = new UserTurn(id, UserTurn.Input.TEXT, text, world.clock.instant());
        return world.engine().userTurn(opened.key(), turn).subscribe().withSubscriber(AssertSubscriber.create(100));
    }
}
