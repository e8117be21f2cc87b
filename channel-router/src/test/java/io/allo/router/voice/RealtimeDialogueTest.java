// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationLog.ToolCall.Outcome;
import io.allo.router.conversation.ToolLoop;
import io.allo.router.conversation.VoiceEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A speech-to-speech model on the telephone. */
class RealtimeDialogueTest extends RealtimeCallFixture {

    @Test
    void theSessionIsReadyBeforeTheAnswerAndNothingIsAskedOfItBefore_A8_C6() {
        // When
        start(false);

        // Then
        assertThat(model.opened).isEqualTo(1);
        assertThat(gateway.told).contains("answer");
        assertThat(model.told).isEmpty();
        answered();
        assertThat(model.told).containsExactly("user " + model.opening.session().greeting());
    }

    @Test
    void beforeTheAnswerTheModelHearsNothing() {
        // Given
        start(false);

        // When
        frame();
        answered();
        frame();

        // Then
        assertThat(model.heardBytes).isEqualTo(160);
    }

    @Test
    void audioInOddPiecesLeavesInWholeFramesWithoutAGap() {
        // Given
        greeted();

        // When
        for (int piece = 0; piece < 10; piece++) {
            model.event(new VoiceEvent.Audio("item_2", new byte[250]));
        }
        ended();
        pass(Duration.ofSeconds(1));

        // Then
        assertThat(gateway.heardMs(2)).isEqualTo(320); // 2500 bytes = 312.5 ms
    }

    @Test
    void theTranscriptIsRecordedInTheOrderOfTheConversation() {
        // Given
        greeted();

        // When
        model.event(new VoiceEvent.Heard("item_2", "Une pizza."));
        speak("item_3", "Laquelle ?", 300);
        ended();

        // Then
        assertThat(engine.turns).containsExactly("Une pizza.");
        assertThat(engine.said).containsExactly("Bonjour.", "Laquelle ?");
        assertThat(engine.used).hasSize(2);
    }

    @Test
    void theCallerSpeaksAndTheAgentFallsSilentTruncatedAtWhatWasPlayed_A99() {
        // Given
        greeted();
        speak("item_2", "Nous avons des pizzas et des salades.", 3000);
        pass(Duration.ofMillis(800));

        // When
        callersVoice(Duration.ofMillis(600));

        // Then
        assertThat(gateway.told).containsSubsequence("pause", "clear");
        assertThat(model.told).contains("cancel");
        message(new StreamMessage.Cleared("S", 2, 700));
        assertThat(model.told).endsWith("heardOnly item_2 700");
        model.ends(VoiceEvent.ResponseEnded.Outcome.CANCELLED);
        mailbox.settle();
        assertThat(engine.heard)
                .singleElement()
                .satisfies(heard -> assertThat("Nous avons des pizzas").startsWith(heard));
        int before = gateway.heardMs(2);
        model.event(new VoiceEvent.Audio("item_2", new byte[1600]));
        pass(Duration.ofSeconds(1));
        assertThat(gateway.heardMs(2)).isEqualTo(before);
    }

    @Test
    void theModelsOwnDetectorInterruptsNothing() {
        // Given
        greeted();
        speak("item_2", "Nous avons des pizzas et des salades.", 3000);
        pass(Duration.ofMillis(800));

        // When
        model.event(new VoiceEvent.CallerSpeaks());
        mailbox.settle();

        // Then
        assertThat(gateway.told).doesNotContain("clear", "pause");
        assertThat(model.told).doesNotContain("cancel");
    }

    @Test
    void allToolsOfAnAnswerGetTheirResultAndThenTheModelIsAskedOnce_A52() {
        // Given
        greeted();
        UniEmitter<? super ToolLoop.Done>[] pending = emitters(2);

        // When
        model.event(new VoiceEvent.ToolCall("call_1", "check_availability", Map.of("n", 1)));
        model.event(new VoiceEvent.ToolCall("call_2", "check_availability", Map.of("n", 2)));
        ended();
        pending[0].complete(result(ToolFlags.NONE));
        mailbox.settle();
        assertThat(model.told).doesNotContain("respond");
        pending[1].complete(result(ToolFlags.NONE));
        mailbox.settle();

        // Then
        assertThat(engine.toolCalls).extracting(Message.ToolCall::id).containsExactly("call_1", "call_2");
        assertThat(model.told).endsWith("result call_1 {ok=true}", "result call_2 {ok=true}", "respond");
    }

    @Test
    void afterEndCallTheCallerIsNoLongerHeardAndTheCallEndsWhenTheLastWordsWerePlayed_A94_A96() {
        // Given
        greeted();
        engine.tool = call -> Uni.createFrom().item(result(ToolFlags.HANGUP));

        // When
        speak("item_2", "Au revoir !", 500);
        model.event(new VoiceEvent.ToolCall("call_1", "end_call", Map.of()));
        ended();
        int heard = model.heardBytes;
        frame();
        pass(Duration.ofSeconds(1));

        // Then
        assertThat(model.heardBytes).isEqualTo(heard);
        assertThat(model.told).doesNotContain("respond");
        assertThat(gateway.told).noneMatch(told -> told.startsWith("hangup"));
        message(mark("item-2"));
        message(mark("item-3"));
        pass(Duration.ofMillis(600));
        assertThat(gateway.told).contains("hangup " + EndReason.AGENT_HANGUP);
    }

    @Test
    void aCustomersToolThatHangsUpLetsTheModelSayItsLastWordsUnlessItSkipsThem() {
        // Given
        greeted();
        engine.tool = call -> Uni.createFrom().item(result(new ToolFlags(true, false, true, false)));

        // When
        model.event(new VoiceEvent.ToolCall("call_1", "book", Map.of()));
        ended();
        assertThat(model.told.getLast()).isEqualTo("respond");
        speak("item_2", "C'est noté, au revoir !", 500);
        ended();
        pass(Duration.ofSeconds(1));
        message(mark("item-2"));
        pass(Duration.ofSeconds(1));

        // Then
        assertThat(gateway.told).contains("hangup " + EndReason.AGENT_HANGUP);
    }

    @Test
    void aCustomersToolThatSkipsTheResponseLeavesTheModelUnaskedAndTheCallerHeard() {
        // Given
        greeted();
        engine.tool = call -> Uni.createFrom().item(result(new ToolFlags(false, false, false, true)));

        // When
        model.event(new VoiceEvent.ToolCall("call_1", "note", Map.of()));
        ended();
        int heard = model.heardBytes;
        frame();

        // Then
        assertThat(model.told).last().asString().startsWith("result call_1");
        assertThat(model.heardBytes).isGreaterThan(heard);
        assertThat(gateway.told).noneMatch(told -> told.startsWith("hangup"));
    }

    @Test
    void aTransferIsAnnouncedFirst_C19() {
        // Given
        gateway = new FakeGateway(mailbox, true);
        leg = leg(1);
        greeted();
        engine.tool = call -> Uni.createFrom()
                .item(new ToolLoop.Done(
                        Map.of("success", true),
                        Map.of(),
                        ToolFlags.ANNOUNCED_TRANSFER,
                        Outcome.SUCCESS,
                        new Action.Transfer("+33123456789"),
                        "Je vous passe la cuisine."));

        // When
        model.event(new VoiceEvent.ToolCall("call_1", "transfer_call", Map.of()));
        ended();
        assertThat(model.told.getLast()).contains("Je vous passe la cuisine.");
        speak("item_2", "Je vous passe la cuisine.", 500);
        ended();
        pass(Duration.ofSeconds(1));
        message(mark("item-2"));
        pass(Duration.ofSeconds(1));

        // Then
        assertThat(gateway.told).contains("transfer +33123456789");
    }

    @Test
    void toolsOfAnAnswerThatTheServerBeganAreAnsweredTogetherToo_A52() {
        // Given: no order of ours: the server answers the caller by itself
        greeted();
        model.event(new VoiceEvent.CallerPauses());

        // When
        model.event(new VoiceEvent.ToolCall("call_1", "check_availability", Map.of()));
        mailbox.settle();
        assertThat(model.told.getLast()).startsWith("result call_1");
        model.event(new VoiceEvent.ToolCall("call_2", "check_availability", Map.of()));
        ended();

        // Then
        assertThat(model.told).endsWith("result call_2 {success=true}", "respond");
    }

    @Test
    void whatWasHeardIsToldAfterTheWordsAreInTheRecord() {
        // Given: the answer is complete, its transcript still waits for that of the question
        greeted();
        model.event(new VoiceEvent.Words("item_2", "Nous avons des pizzas."));
        model.event(new VoiceEvent.Audio("item_2", new byte[24_000]));
        ended();
        pass(Duration.ofMillis(800));

        // When
        key("5");
        message(new StreamMessage.Cleared("S", 2, 700));

        // Then
        assertThat(engine.heard).isEmpty();
        model.event(new VoiceEvent.Said("item_2", "Nous avons des pizzas."));
        mailbox.settle();
        assertThat(engine.said).endsWith("Nous avons des pizzas.");
        assertThat(engine.heard).hasSize(1);
    }

    @Test
    void aSessionThatCouldNotBeFetchedIsAnApologyOfTheModelAndTheEnd_A12() {
        // Given
        engine.degraded = true;

        // When
        start(true);
        assertThat(model.told.getFirst()).startsWith("respond Say exactly this");
        speak("item_1", "Excusez-moi.", 400);
        ended();
        pass(Duration.ofSeconds(1));
        message(mark("item-1"));
        pass(Duration.ofSeconds(1));

        // Then
        assertThat(gateway.told).contains("hangup " + EndReason.FAILED);
    }

    @Test
    void callsThatGoToAPersonMeetNoModel_A97() {
        // Given
        gateway = new FakeGateway(mailbox, true);
        leg = leg(1);
        engine.transferTo = "01 23 45 67 89";

        // When
        start(false);
        assertThat(gateway.told).contains("answer");
        answered();
        pass(Duration.ofSeconds(1));
        message(mark("item-2"));
        pass(Duration.ofSeconds(1));

        // Then
        assertThat(gateway.told).contains("transfer +33123456789");
        assertThat(model.opened).isZero();
    }

    @Test
    void aCallerWhoIsNotTakenByThePersonIsToldWhyAndMeetsTheAgent_A97() {
        // Given
        gateway = new FakeGateway(mailbox, true);
        leg = leg(1);
        engine.transferTo = "01 23 45 67 89";
        start(false);
        answered();
        pass(Duration.ofSeconds(1));
        message(mark("item-2"));
        pass(Duration.ofSeconds(1));

        // When
        message(new StreamMessage.TransferResult("S", StreamMessage.TransferResult.Outcome.BUSY, 486, null));
        pass(Duration.ofSeconds(3));

        // Then
        assertThat(String.join(" ", speech.spoken)).contains("la ligne est occupée");
        assertThat(model.opened).isEqualTo(1);
        assertThat(model.told).containsExactly("user " + model.opening.session().greeting());
    }

    @Test
    void keysAreTheCallersWordsAndSilenceTheAgent() {
        // Given
        greeted();
        speak("item_2", "Tapez votre numéro.", 2000);
        pass(Duration.ofMillis(500));

        // When
        key("4");
        key("2");
        key("#");

        // Then
        assertThat(gateway.told).endsWith("clear");
        assertThat(model.told.getLast()).startsWith("user").contains("42");
        assertThat(engine.turns).containsExactly("42");
    }

    @Test
    void aSilentCallerIsAskedByTheModelAndThenGivenUp() {
        // Given
        greeted();

        // When
        pass(Duration.ofSeconds(12));
        assertThat(model.told.getLast()).contains(FRENCH.stillThere());
        speak("item_2", FRENCH.stillThere(), 400);
        ended();
        pass(Duration.ofSeconds(13));
        speak("item_3", FRENCH.stillThere(), 400);
        ended();
        pass(Duration.ofSeconds(13));

        // Then
        assertThat(String.join(" ", speech.spoken)).contains(FRENCH.silenceGoodbye());
    }

    @Test
    void aHangUpClosesTheSession() {
        // Given
        greeted();

        // When
        message(stop(EndReason.CALLER_HANGUP));

        // Then
        assertThat(model.closed).isTrue();
    }
}
