// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static io.allo.router.conversation.EngineWorld.LIMIT;
import static io.allo.router.conversation.EngineWorld.ended;
import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.router.conversation.AgentEvent.TurnEnded;
import io.allo.router.conversation.ChatModel.Event;
import io.allo.router.conversation.ChatModel.Message;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model is asked before the caller has finished; only what he really said counts. */
class PreparedAnswerTest {
    private static final ModelUsage COST = ModelUsage.ofText("m", 100, 10, 0);

    private final EngineWorld world = new EngineWorld();
    private final List<Event> watched = new ArrayList<>();
    private Opened opened;

    @BeforeEach
    void call() {
        opened = world.open(EngineWorld.call(1));
    }

    private PreparedAnswer prepare(String words) {
        return world.engine()
                .prepare(opened.key(), spoken("ahead", words, 1), watched::add)
                .await()
                .atMost(LIMIT);
    }

    private UserTurn spoken(String id, String words, int epoch) {
        return new UserTurn(id, UserTurn.Input.SPEECH, words, world.clock.instant(), epoch);
    }

    private List<AgentEvent> turn(String words, PreparedAnswer prepared) {
        return world.engine()
                .userTurn(opened.key(), spoken("t-1", words, 1), prepared)
                .collect()
                .asList()
                .await()
                .atMost(LIMIT);
    }

    private List<String> recorded() {
        return world.log.turns.stream()
                .map(turn -> turn.role() + " " + turn.text())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "une reine | Une reine.",
                "deux reines et un coca | deux reines, et un coca",
                "vous êtes ouverts  | Vous êtes ouverts ?",
                "c’est tout | C'est tout !"
            })
    void theSameWordsTakeThePreparedAnswerAndAreRecordedOnce(String guess, String said) {
        // Given
        world.model.then(new Event.Used(COST), say("Très bien."));
        PreparedAnswer prepared = prepare(guess);
        assertThat(watched).contains(say("Très bien."));
        assertThat(recorded()).isEmpty();

        // When
        List<AgentEvent> answer = turn(said, prepared);

        // Then
        assertThat(ended(answer).text()).isEqualTo("Très bien.");
        assertThat(recorded()).containsExactly("USER " + said, "AGENT Très bien.");
        assertThat(world.model.requests()).hasSize(1);
        assertThat(world.log.used).containsExactly(COST);
    }

    @Test
    void otherWordsDropItUnrecordedAndItsCostIsCounted() {
        // Given
        world.model
                .then(new Event.Used(COST), ScriptedModel.call("confirm_order", Map.of()), say("Commandé."))
                .then(say("Une reine et un coca."));
        PreparedAnswer prepared = prepare("une reine");

        // When
        List<AgentEvent> answer = turn("Une reine et un coca.", prepared);

        // Then
        assertThat(ended(answer).text()).isEqualTo("Une reine et un coca.");
        assertThat(recorded()).containsExactly("USER Une reine et un coca.", "AGENT Une reine et un coca.");
        assertThat(world.toolRequests).isEmpty();
        assertThat(world.log.used).containsExactly(COST);
        assertThat(world.store.stored(opened.key()).dialogue().messages()).hasSize(2);
    }

    @Test
    void aNumberThatGrewIsNotTheSameWord() {
        assertThat(PreparedAnswer.sameWords("à 7", "à 7,5")).isFalse();
        assertThat(PreparedAnswer.sameWords("à 7.5", "à 75")).isFalse();
        assertThat(PreparedAnswer.sameWords("à sept heures", "À sept heures.")).isTrue();
    }

    @Test
    void aToolThatItCallsIsRunOnceAndOnlyByTheTurn() {
        // Given
        world.model.then(say("Je vérifie."), ScriptedModel.call("check_availability", Map.of("people", 2)));
        world.model.then(say("C'est libre."));
        PreparedAnswer prepared = prepare("une table pour deux");
        assertThat(world.toolRequests).isEmpty();
        assertThat(world.store.stored(opened.key()).dialogue().toolCalls()).isZero();

        // When
        List<AgentEvent> answer = turn("Une table pour deux.", prepared);

        // Then
        assertThat(world.toolRequests).hasSize(1);
        assertThat(ended(answer).text()).contains("Je vérifie.", "C'est libre.");
        assertThat(world.model.requests()).hasSize(2);
    }

    /** The turn may come before the first word, between two words, and after the last. */
    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3"})
    void theTurnTakesOverWhereverTheAnswerIs(int before) {
        // Given
        UnicastProcessor<Event> answering = UnicastProcessor.create();
        world.model.thenDo(request -> answering);
        List<Event> pieces = List.of(say("Très "), say("bien "), say("merci."));
        PreparedAnswer prepared = prepare("une reine");
        pieces.subList(0, before).forEach(answering::onNext);
        List<AgentEvent> heard = new ArrayList<>();

        // When
        world.engine()
                .userTurn(opened.key(), spoken("t-1", "Une reine", 1), prepared)
                .subscribe()
                .with(heard::add);
        pieces.subList(before, 3).forEach(answering::onNext);
        answering.onComplete();

        // Then
        assertThat(((TurnEnded) heard.getLast()).text()).isEqualTo("Très bien merci.");
        assertThat(recorded()).containsExactly("USER Une reine", "AGENT Très bien merci.");
    }

    @Test
    void aDroppedAnswerStopsTheModelAndCannotBeTakenAnyMore() {
        // Given
        AtomicBoolean stopped = new AtomicBoolean();
        world.model.thenDo(request -> Multi.createBy()
                .concatenating()
                .<Event>streams(
                        Multi.createFrom().item(new Event.Used(ModelUsage.untold("m"))),
                        Multi.createFrom().nothing())
                .onCancellation()
                .invoke(() -> stopped.set(true)));
        world.model.then(say("Oui."));
        PreparedAnswer prepared = prepare("une reine");

        // When
        prepared.drop();
        List<AgentEvent> answer = turn("Une reine", prepared);

        // Then
        assertThat(stopped).isTrue();
        assertThat(ended(answer).text()).isEqualTo("Oui.");
        assertThat(world.log.used).containsExactly(ModelUsage.untold("m"));
    }

    @Test
    void whatWasHeardOfTheLastWordsChangesTheQuestion() {
        // Given
        world.model.then(say("Nous avons trois pizzas. Laquelle ?"));
        world.engine().greet(opened.key()).collect().asList().await().atMost(LIMIT);
        world.model.then(say("Pour la première question."));
        PreparedAnswer prepared = prepare("la reine");
        world.engine().interrupted(opened.key(), "Nous avons").await().atMost(LIMIT);
        world.model.then(say("Une reine."));

        // When
        List<AgentEvent> answer = turn("La reine", prepared);

        // Then
        assertThat(ended(answer).text()).isEqualTo("Une reine.");
        assertThat(world.model.requests().getLast().messages()).contains(new Message.Agent("Nous avons"));
    }

    @Test
    void aPreparedAnswerThatFailedIsAskedForAgain() {
        // Given
        world.model.thenDo(request -> Multi.createFrom().failure(new IllegalStateException("503")));
        world.model.then(say("Oui."));
        PreparedAnswer prepared = prepare("une reine");

        // When
        List<AgentEvent> answer = turn("Une reine", prepared);

        // Then
        assertThat(ended(answer).text()).isEqualTo("Oui.");
    }

    @Test
    void aWorkerThatWasReplacedPreparesNothing() {
        // Given
        world.open(EngineWorld.call(2));

        // Then
        assertThatThrownBy(() -> prepare("une reine")).isInstanceOf(ConversationEngine.StaleEpochException.class);
    }
}
