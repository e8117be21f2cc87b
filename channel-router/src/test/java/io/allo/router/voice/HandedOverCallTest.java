// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.voice.FakeEngine.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.HandoffTarget;
import io.allo.contracts.session.HandoffTarget.Shares;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.Conversation.Setup;
import io.allo.router.conversation.ConversationLog.ToolCall.Outcome;
import io.allo.router.conversation.Handover;
import io.allo.router.conversation.ToolLoop;
import io.allo.router.conversation.UserTurn;
import io.allo.router.conversation.VoiceEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Another agent goes on in a running call: its model, its voice, its language; the caller waits for nothing. */
class HandedOverCallTest extends RealtimeCallFixture {
    private static final List<Message> LAST_WORDS = List.of(new Message.User(UserTurn.Input.SPEECH, "a table"));

    private static Handover to(String model) {
        ContactResolution agent = new ContactResolution(
                "account",
                "FR",
                "booking",
                "Booking",
                List.of("en"),
                model,
                "alloy",
                1.0,
                600,
                null,
                null,
                null,
                null,
                null);
        SessionConfig session = new SessionConfig(
                "prompt of booking",
                List.of(),
                "alloy",
                "greet him",
                Map.of(),
                null,
                Map.of(),
                null,
                "EUR",
                null,
                "Europe/Paris",
                0,
                false,
                false,
                false,
                null,
                false,
                null,
                null);
        return new Handover(
                new Setup(agent, null, session, false),
                new HandoffTarget("booking", "booking", "", Shares.DEFAULT),
                "a table");
    }

    private static Multi<AgentEvent> handsOver(String words, Handover to) {
        return Multi.createFrom()
                .items(
                        new AgentEvent.Text(words),
                        new AgentEvent.HandedOver(to),
                        new AgentEvent.TurnEnded(words, new Action.Listen(), null));
    }

    private void chatting() {
        engine.model = "built-in";
        engine.answers.add(says("Bonjour.", new Action.Listen(), ONE_KEY));
        start(false);
        answered();
        pass(Duration.ofSeconds(2));
        message(mark("item-1"));
    }

    @Test
    void nextChatModelSpeaksBehindTheFormersWordsInItsOwnLanguage() {
        // Given
        chatting();
        engine.answers.add(handsOver("Je vous passe la réservation.", to("reception")));
        engine.answers.add(says("Good evening, for four?", new Action.Listen(), ONE_KEY));

        // When
        key("1");
        pass(Duration.ofSeconds(4));

        // Then
        assertThat(speech.spoken).endsWith("Je vous passe la réservation.", "Good evening, for four?");
        voice();
        assertThat(ears.call.language()).isEqualTo("en");

        // And the caller goes on with it
        engine.answers.add(says("Done."));
        key("2");
        pass(Duration.ofSeconds(2));
        assertThat(engine.turns).containsExactly("1", "2");
        assertThat(speech.spoken).endsWith("Done.");
    }

    @Test
    void nextSpeechToSpeechModelAnswersWhatTheCallerSaidLast() {
        // Given
        chatting();
        engine.answers.add(handsOver("Un instant.", to(FakeVoiceModel.NAME)));
        engine.transcript = LAST_WORDS;

        // When
        key("1");
        pass(Duration.ofSeconds(3));

        // Then
        assertThat(model.opened).isEqualTo(1);
        assertThat(model.opening.session().systemPrompt()).isEqualTo("prompt of booking");
        assertThat(model.opening.history()).isEqualTo(LAST_WORDS);
        assertThat(model.told).containsExactly("respond");
        speak("item_9", "For four?", 400);
        ended();
        assertThat(engine.said).containsExactly("For four?");
    }

    @Test
    void nextSpeechToSpeechModelThatMaySeeNothingGreets() {
        // Given
        chatting();
        engine.answers.add(handsOver("Un instant.", to(FakeVoiceModel.NAME)));

        // When
        key("1");
        pass(Duration.ofSeconds(3));

        // Then
        assertThat(model.told).containsExactly("user greet him");
    }

    @Test
    void speechToSpeechModelGivesTheCallToAChatModel() {
        // Given
        greeted();
        engine.tool = call -> Uni.createFrom().item(done(to("reception")));
        engine.answers.add(says("Good evening, for four?", new Action.Listen(), ONE_KEY));

        // When: the transcript of the caller's words comes after the call of the tool
        model.event(new VoiceEvent.CallerTurn("item_2", true));
        speak("item_3", "Je vous passe la réservation.", 600);
        model.event(new VoiceEvent.ToolCall("call_1", "handoff", Map.of("agent", "booking")));
        ended();
        assertThat(engine.toolCalls).isEmpty();
        model.event(new VoiceEvent.Heard("item_2", "Une table."));
        mailbox.settle();
        pass(Duration.ofSeconds(3));

        // Then
        assertThat(engine.toolCalls).hasSize(1);
        assertThat(engine.turns).containsExactly("Une table.");
        assertThat(model.closed).isTrue();
        assertThat(speech.spoken).contains("Good evening, for four?");
        engine.answers.add(says("Done."));
        key("2");
        pass(Duration.ofSeconds(2));
        assertThat(speech.spoken).endsWith("Done.");
    }

    @Test
    void transcriptThatNeverComesHoldsNothingUp() {
        // Given
        greeted();
        engine.tool = call -> Uni.createFrom().item(done(to(FakeVoiceModel.NAME)));
        engine.transcript = LAST_WORDS;

        // When
        model.event(new VoiceEvent.CallerTurn("item_2", true));
        model.event(new VoiceEvent.ToolCall("call_1", "handoff", Map.of("agent", "booking")));
        ended();
        pass(Duration.ofSeconds(2));

        // Then
        assertThat(model.opened).isEqualTo(2);
        assertThat(model.told).endsWith("respond");
    }

    /** Cutting the announcement must not leave him with nobody. */
    @Test
    void callerWhoCutsTheAnnouncementGetsTheNextAgentToo() {
        // Given
        chatting();
        engine.answers.add(handsOver(
                "Je vous passe la réservation, cela peut prendre un moment, ne quittez pas.", to("reception")));
        engine.answers.add(says("Good evening, for four?", new Action.Listen(), ONE_KEY));
        key("1");
        pass(Duration.ofMillis(300));

        // When
        key("2");
        pass(Duration.ofSeconds(12));

        // Then
        assertThat(speech.spoken).contains("Good evening, for four?");
    }

    private static ToolLoop.Done done(Handover next) {
        return new ToolLoop.Done(
                Map.of("success", true), Map.of(), ToolFlags.SILENT, Outcome.SUCCESS, null, null, null, next);
    }
}
