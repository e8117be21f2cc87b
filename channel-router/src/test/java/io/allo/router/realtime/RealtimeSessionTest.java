// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.audio.AudioLevel;
import io.allo.audio.CompandingLaw;
import io.allo.audio.ToneGenerator;
import io.allo.contracts.session.ModelTuning;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.UserTurn;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceEvent.ResponseEnded.Outcome;
import io.allo.router.conversation.VoiceSession;
import io.allo.testkit.provider.RealtimeAnswer;
import io.allo.testkit.provider.RealtimeAnswer.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a session says to the provider, and what it hears from it. */
class RealtimeSessionTest extends RealtimeFixture {

    @Test
    void theAgentsOwnTurnDetectionIsAskedFor() {
        tuning = new ModelTuning(0.8, 900, null, 1.1, null);

        open();

        assertThat(sent("session.update")
                        .at("/session/audio/input/turn_detection")
                        .toString())
                .contains("\"threshold\":0.8", "\"prefix_padding_ms\":300", "\"silence_duration_ms\":900");
        assertThat(peer().refusals()).isEmpty();
    }

    @Test
    void theSessionIsTheAgentsConfiguration_A5_A6_A7() {
        // When
        open();

        // Then
        JsonNode session = sent("session.update").path("session");
        assertThat(session.path("instructions").asText()).isEqualTo("You are the pizzeria.");
        JsonNode tools = new ObjectMapper().valueToTree(agent().tools());
        assertThat(session.path("tools")).isEqualTo(tools);
        JsonNode audio = session.path("audio");
        assertThat(audio.path("output").path("voice").asText()).isEqualTo("sage");
        assertThat(audio.path("input").path("format").path("type").asText()).isEqualTo("audio/pcma");
        assertThat(audio.path("input").path("transcription").path("language").asText())
                .isEqualTo("fr");
        assertThat(audio.path("input").path("turn_detection").toString())
                .isEqualTo("{\"type\":\"server_vad\",\"threshold\":0.5,\"prefix_padding_ms\":300,"
                        + "\"silence_duration_ms\":500,\"create_response\":false,\"interrupt_response\":false}");
        assertThat(session.path("tool_choice").asText()).isEqualTo("auto");
        assertThat(session.has("temperature")).isFalse();
        assertThat(peer().refusals()).isEmpty();
        assertThat(peer().received("response.create"))
                .as("nothing is billed yet")
                .isEmpty();
    }

    @Test
    void theGreetingIsAUsersItemAndThenAnAnswer_A8() {
        // Given
        SERVER.then(RealtimeAnswer.says("Bonjour !", 700));
        VoiceSession session = open();

        // When
        session.user("Greet the caller.");

        // Then
        VoiceEvent.ResponseEnded end = await(VoiceEvent.ResponseEnded.class);
        assertThat(peer().types()).containsExactly("session.update", "conversation.item.create", "response.create");
        JsonNode item = sent("conversation.item.create").path("item");
        assertThat(item.path("role").asText()).isEqualTo("user");
        assertThat(item.path("content").path(0).path("text").asText()).isEqualTo("Greet the caller.");
        assertThat(audioBytes()).isEqualTo(700 * 8);
        assertThat(await(VoiceEvent.Said.class).text()).isEqualTo("Bonjour !");
        assertThat(end.outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void theCallerSpeaksAndIsAnsweredInTheOrderOfTheConversation() {
        // Given
        SERVER.hears("Une pizza.").then(RealtimeAnswer.says("Laquelle ?", 300));
        SERVER.transcriptAfter(Duration.ofMillis(800));
        VoiceSession session = open();

        // When
        callerSpeaks(session, 400);

        // Then
        await(VoiceEvent.Said.class);
        assertThat(events.stream()
                        .filter(event -> event instanceof VoiceEvent.Heard || event instanceof VoiceEvent.Said)
                        .map(Object::toString))
                .containsExactly("Heard[item=item_1, text=Une pizza.]", "Said[item=item_2, text=Laquelle ?]");
        assertThat(all(VoiceEvent.CallerSpeaks.class)).hasSize(1);
        assertThat(all(VoiceEvent.CallerPauses.class)).hasSize(1);
    }

    @Test
    void aTranscriptThatNeverComesDelaysTheAnswersWordsOnlyForAMoment() {
        // Given
        configuration.put("allo.realtime.transcript-wait", "200ms");
        SERVER.hears("", "!").then(RealtimeAnswer.says("Un.", 100), RealtimeAnswer.says("Deux.", 100));
        VoiceSession session = open();

        // When
        callerSpeaks(session, 300);
        await(VoiceEvent.ResponseEnded.class);
        callerSpeaks(session, 300);

        // Then
        await(VoiceEvent.Said.class, 2);
        assertThat(all(VoiceEvent.Heard.class))
                .as("nothing was understood")
                .allSatisfy(heard -> assertThat(heard.text()).isEmpty());
    }

    @Test
    void usageIsCountedWithAudioAndCacheApart_A116() {
        // Given
        SERVER.then(RealtimeAnswer.says("Oui.", 1000));
        VoiceSession session = open();

        // When
        callerSpeaks(session, 300);

        // Then
        var usage = await(VoiceEvent.ResponseEnded.class).usage();
        assertThat(usage.model()).isEqualTo("gpt-realtime");
        assertThat(usage.inputTokens()).isEqualTo(150);
        assertThat(usage.inputAudioTokens()).isEqualTo(50);
        assertThat(usage.cachedTokens()).isEqualTo(64);
        assertThat(usage.cachedAudioTokens()).isEqualTo(24);
        assertThat(usage.outputTokens()).isEqualTo(30);
        assertThat(usage.outputAudioTokens()).isEqualTo(20);
        var transcription = await(VoiceEvent.Used.class).usage();
        assertThat(transcription.model()).isEqualTo("gpt-4o-mini-transcribe");
        assertThat(transcription.inputAudioTokens()).isEqualTo(20);
    }

    @Test
    void severalToolsOfOneAnswerAreAskedForOnceEachAndAnsweredTogether_A52() {
        // Given
        SERVER.then(RealtimeAnswer.of(
                new Part.Call("call_1", "check_availability", "{\"n\":2}", "completed"),
                new Part.Call("call_2", "end_call", "", "completed")));
        VoiceSession session = open();

        // When
        session.respond(null);
        await(VoiceEvent.ResponseEnded.class);
        session.toolResult("call_1", Map.of("ok", true));
        session.toolResult("call_2", Map.of("ok", false));
        session.respond(null);

        // Then
        await(VoiceEvent.ResponseEnded.class, 2);
        assertThat(all(VoiceEvent.ToolCall.class))
                .containsExactly(
                        new VoiceEvent.ToolCall("call_1", "check_availability", Map.of("n", 2)),
                        new VoiceEvent.ToolCall("call_2", "end_call", Map.of()));
        assertThat(peer().types())
                .containsSequence("conversation.item.create", "conversation.item.create", "response.create");
        assertThat(peer().refusals()).isEmpty();
    }

    @Test
    void cutArgumentsAreNotRun() {
        // Given
        SERVER.then(RealtimeAnswer.of(new Part.Call("call_1", "check_availability", "{\"n\":", "incomplete"))
                .ending("incomplete"));
        VoiceSession session = open();

        // When
        session.respond(null);

        // Then
        assertThat(await(VoiceEvent.ResponseEnded.class).outcome()).isEqualTo(Outcome.CUT_SHORT);
        assertThat(all(VoiceEvent.ToolCall.class)).isEmpty();
    }

    @Test
    void argumentsThatAreNoObjectAreNotRunAndTheModelIsToldSo() {
        // Given
        SERVER.then(RealtimeAnswer.calls("call_1", "check_availability", "[1]"), RealtimeAnswer.says("Pardon.", 200));
        VoiceSession session = open();

        // When
        session.respond(null);

        // Then
        assertThat(await(VoiceEvent.Said.class).text()).isEqualTo("Pardon.");
        assertThat(all(VoiceEvent.ToolCall.class)).isEmpty();
        assertThat(sent("conversation.item.create").path("item").path("output").asText())
                .contains("not a JSON object");
    }

    @Test
    void anAnswerThatWasAskedForWhileAnotherIsMadeComesAfterIt() {
        // Given
        SERVER.then(RealtimeAnswer.says("Un.", 3000), RealtimeAnswer.says("Deux.", 100));
        VoiceSession session = open();

        // When
        session.respond(null);
        session.respond("Say two.");

        // Then
        await(VoiceEvent.Said.class, 2);
        assertThat(all(VoiceEvent.Said.class)).extracting(VoiceEvent.Said::text).containsExactly("Un.", "Deux.");
        assertThat(peer().refusals()).isEmpty();
        JsonNode second = sent("response.create").path("response");
        assertThat(second.path("instructions").asText())
                .startsWith("You are the pizzeria.")
                .endsWith("Say two.");
        assertThat(second.path("tool_choice").asText()).isEqualTo("none");
    }

    /** {@code allo.realtime.answered=all}: the server says what a turn is, and answers it. */
    @Test
    void whereTheServerAnswersEveryTurnNobodyAsksForAnAnswer() {
        // Given
        configuration.put("allo.realtime.answered", "all");
        SERVER.then(RealtimeAnswer.says("Oui ?", 100));
        VoiceSession session = open();
        assertThat(sent("session.update").findValue("create_response").asBoolean())
                .isTrue();

        // When
        callerSpeaks(session, 300);

        // Then
        await(VoiceEvent.Said.class, 1);
        assertThat(all(VoiceEvent.CallerTurn.class)).isEmpty();
        assertThat(peer().received("response.create")).isEmpty();
        assertThat(peer().refusals()).isEmpty();
    }

    @Test
    void theServersOwnAnswerGoesFirstWhereBothBegin() {
        // Given: while our order travels, the server answers the caller by itself
        SERVER.then(RealtimeAnswer.says("Un.", 400), RealtimeAnswer.says("Deux.", 100));
        VoiceSession session = open();
        hear(session, law.encode(ToneGenerator.sine(300, Duration.ofMillis(300), -15)));

        // When
        hear(session, law.silence(600));
        session.respond("Say two.");

        // Then
        await(VoiceEvent.Said.class, 2);
        assertThat(all(VoiceEvent.Said.class)).extracting(VoiceEvent.Said::text).containsExactly("Un.", "Deux.");
        assertThat(peer().refusals()).allMatch(code -> code.startsWith("conversation_already_has_active_response"));
    }

    @Test
    void aCancelledAnswerEndsAndWhatStillComesOfItIsDropped_A99() {
        // Given
        SERVER.audioPerTick(100);
        SERVER.then(RealtimeAnswer.says("Nous avons des pizzas.", 20_000));
        VoiceSession session = open();
        session.respond(null);
        await(VoiceEvent.Audio.class, 3);

        // When
        session.cancel();

        // Then
        assertThat(await(VoiceEvent.ResponseEnded.class).outcome()).isEqualTo(Outcome.CANCELLED);
        int bytes = audioBytes();
        peer().raw("{\"type\":\"response.output_audio.delta\",\"response_id\":\"resp_1\",\"item_id\":\"item_1\","
                + "\"delta\":\"AAAA\"}");
        peer().raw("{\"type\":\"response.function_call_arguments.done\",\"response_id\":\"resp_1\"}");
        session.respond(null);
        await(VoiceEvent.ResponseEnded.class, 2);
        assertThat(all(VoiceEvent.Audio.class).stream()
                        .filter(audio -> audio.item().equals("item_1"))
                        .mapToInt(audio -> audio.g711().length)
                        .sum())
                .isEqualTo(bytes);
        assertThat(all(VoiceEvent.Said.class).getFirst().text()).isEqualTo("Nous avons des pizzas.");
    }

    @Test
    void whatWasHeardIsTruncatedAndNeverBeyondWhatCame_A99() {
        // Given
        SERVER.then(RealtimeAnswer.says("Bonjour.", 1000));
        VoiceSession session = open();
        session.respond(null);
        await(VoiceEvent.ResponseEnded.class);

        // When
        session.heardOnly("item_1", 5000);
        session.heardOnly("item_9", 10);
        session.heardOnly("item_1", 420);

        // Then
        JsonNode truncate = sent("conversation.item.truncate");
        assertThat(peer().received("conversation.item.truncate")).hasSize(1);
        assertThat(truncate.path("audio_end_ms").asLong()).isEqualTo(420);
        assertThat(truncate.path("content_index").asInt()).isZero();
        session.respond(null);
        await(VoiceEvent.ResponseEnded.class, 2);
        assertThat(peer().refusals()).isEmpty();
    }

    @Test
    void cancellingWhatIsOverDisturbsNobody() {
        // Given
        VoiceSession session = open();
        session.respond(null);
        await(VoiceEvent.ResponseEnded.class);

        // When
        session.cancel();
        peer().error("response_cancel_not_active", "Cancellation failed: no active response found");
        session.respond(null);

        // Then
        await(VoiceEvent.ResponseEnded.class, 2);
        assertThat(peer().received("response.cancel")).isEmpty();
        assertThat(all(VoiceEvent.Lost.class)).isEmpty();
    }

    @Test
    void aSuccessorIsToldWhatWasSaidBefore() {
        // Given
        history = List.of(
                new Message.Greeting("Greet."),
                new Message.User(UserTurn.Input.SPEECH, "Une table ?"),
                new Message.ToolCall("c1", "check_availability", Map.of("n", 2)),
                new Message.ToolResult("c1", "check_availability", Map.of("free", true)),
                new Message.ToolCall("c2", "check_availability", Map.of()),
                new Message.Agent("Oui, à vingt heures."));

        // When
        VoiceSession session = open();
        session.respond(null);

        // Then
        await(VoiceEvent.ResponseEnded.class);
        assertThat(peer().refusals()).isEmpty();
        assertThat(peer().received("conversation.item.create"))
                .extracting(event -> event.path("item").path("type").asText() + " "
                        + event.path("item")
                                .path("content")
                                .path(0)
                                .path("type")
                                .asText())
                .containsExactly(
                        "message input_text", "function_call ", "function_call_output ", "message output_text");
    }

    @Test
    void pcmAt24KilohertzIsConvertedAlsoInPiecesOfHalfASample() {
        // Given
        configuration.put("allo.realtime.audio", "pcm24");
        law = CompandingLaw.ULAW;
        SERVER.then(RealtimeAnswer.says("Oui.", 1000));
        VoiceSession session = open();

        // When
        callerSpeaks(session, 400);

        // Then
        await(VoiceEvent.ResponseEnded.class);
        assertThat(peer().audioBytes()).isBetween(990L * 48, 1000L * 48);
        assertThat(audioBytes()).isBetween(995 * 8, 1010 * 8);
        byte[] middle = all(VoiceEvent.Audio.class).get(2).g711();
        assertThat(AudioLevel.dbovOfUlaw(middle)).isBetween(-20.0, -16.0);
    }
}
