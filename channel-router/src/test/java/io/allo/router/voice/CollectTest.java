// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static io.allo.router.voice.CollectWorld.plain;
import static io.allo.router.voice.CollectWorld.secret;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.EndReason;
import io.allo.router.LoggedLines;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ConversationLog.ToolCall;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.recording.BlockSink;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code collect}: digits that a tool asks the caller for, plain and secret, with both kinds of dialogue. */
class CollectTest extends CallFixture {
    private static final String CARD = "4111111111111111";
    private static final String CODE = "739";

    private final CollectWorld world = new CollectWorld();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final FakeVoiceModel voiceModel = new FakeVoiceModel();

    @BeforeEach
    void aCallThatIsRecorded() {
        recorders = (call, law) -> new BlockSink() {
            @Override
            public void write(byte[] block) {
                kept.writeBytes(block);
            }

            @Override
            public void close() {}
        };
        leg = leg(1, world.engine(keypads, ScriptedModel.NAME));
    }

    @Test
    void secretDigitsReachNothingButTheTool() {
        // Given
        world.answer = request -> Map.of("success", true, "card", "4111 1111 1111 1111", "number", 4111111111111111L);
        world.model
                .then(say("Bonjour."), call("collect", secret("card_number", 13, 19)))
                .then(call("pay", Map.of("amount", "12", "card_number", "invented")))
                .then(say("Merci, c'est fait."));
        begin();

        try (LoggedLines lines = new LoggedLines("io.allo")) {
            // When
            pass(Duration.ofSeconds(5));
            keys(CARD + "#");
            pass(Duration.ofSeconds(4));

            // Then
            assertThat(world.requests).singleElement().satisfies(pay -> {
                assertThat(pay.arguments()).containsEntry("card_number", CARD).containsEntry("amount", "12");
                assertThat(pay.secretArguments()).containsExactly("card_number");
            });
            assertThat(said()).contains("16 digits given").contains("Merci, c'est fait.");
            assertThat(everythingKept() + lines.lines()).doesNotContain(CARD, "4111 1111");
            assertThat(world.toolCalls)
                    .extracting(ToolCall::arguments)
                    .last()
                    .isEqualTo(Map.of("amount", "12", "card_number", "***"));
        }
    }

    @Test
    void whileSecretDigitsAreKeyedEverybodyElseHearsSilenceOfTheSameLength() {
        // Given
        world.model.then(call("collect", secret("card_number", 13, 19))).then(say("Merci."));
        begin();
        pass(Duration.ofSeconds(2));
        int heardBefore = ears.heardBytes;
        int voicedBefore = ears.voicedBytes;

        // When: the telephone sends the tones as audio, too
        keys(CARD.substring(0, 15));
        callersVoice(Duration.ofSeconds(3));
        keys("1#");
        callersVoice(Duration.ofSeconds(2));

        // Then
        assertThat(ears.voicedBytes).isEqualTo(voicedBefore);
        assertThat(ears.heardBytes).isEqualTo(heardBefore + 8 * 5000);

        // When: after the moment in which a key may still be held down
        pass(Duration.ofSeconds(2));
        callersVoice(Duration.ofSeconds(2));
        message(stop(EndReason.CALLER_HANGUP));

        // Then
        assertThat(ears.voicedBytes).isPositive();
        assertThat(callersFrames()).isBetween(95, 101);
    }

    @Test
    void aSecurityCodeIsGoneOnceTheToolHasAnswered() {
        // Given
        world.answer = request ->
                Map.of("success", false, "error", "code " + request.arguments().get("cvc") + " is wrong");
        world.model
                .then(
                        call("collect", secret("card_number", 13, 19)),
                        call("collect", secret("cvc", 3, 4)),
                        call("pay", Map.of()),
                        call("pay", Map.of()))
                .then(say("Recommencons."));
        begin();

        // When
        pass(Duration.ofSeconds(2));
        keys(CARD + "#");
        pass(Duration.ofSeconds(2));
        keys(CODE + "#");
        pass(Duration.ofSeconds(2));

        // Then
        assertThat(world.requests.get(0).arguments()).containsEntry("cvc", CODE);
        assertThat(world.requests.get(1).arguments())
                .containsEntry("card_number", CARD)
                .doesNotContainKey("cvc");
        assertThat(everythingKept())
                .doesNotContain(CARD)
                .doesNotContain("code " + CODE)
                .contains("code *** is wrong");
    }

    @Test
    void plainDigitsAreTheModels() {
        // Given
        world.model.then(say("Bonjour."), call("collect", plain(4, 8))).then(say("Merci."));
        begin();
        pass(Duration.ofSeconds(3));

        // When
        keys("12*4567#");
        pass(Duration.ofSeconds(2));
        key("#"); // by habit

        // Then
        assertThat(said()).contains("digits=4567").contains("Merci.");
        assertThat(world.turns.toString()).doesNotContain("USER");
    }

    @Test
    void keysPressedBeforeTheQuestionAreForIt() {
        // Given
        UnicastProcessor<ChatModel.Event> answer = UnicastProcessor.create();
        world.model.then(say("Bonjour.")).thenDo(request -> answer).then(say("Merci."));
        begin();
        pass(Duration.ofSeconds(2));
        keys("7#");

        // When
        key("1");
        answer.onNext(call("collect", plain(2, 2)));
        answer.onComplete();
        mailbox.settle();
        key("2");

        // Then
        assertThat(said()).contains("digits=12");
    }

    @Test
    void whoKeysNothingIsAskedAgainAndThenTheModelIsTold() {
        // Given
        world.model.then(call("collect", plain(4, 8))).then(say("Tant pis."));
        begin();

        // When
        pass(Duration.ofSeconds(30));
        assertThat(speech.spoken).contains("Je n'ai pas reçu assez de chiffres.");
        pass(Duration.ofSeconds(40));

        // Then
        assertThat(said()).contains("outcome=nothing").contains("Tant pis.");
    }

    @Test
    void tooFewDigitsAreAskedForAgain() {
        // Given
        world.model.then(call("collect", plain(4, 8))).then(say("Merci."));
        begin();
        pass(Duration.ofSeconds(3));

        // When
        keys("12#");
        pass(Duration.ofSeconds(1));
        keys("34");
        pass(Duration.ofSeconds(13)); // a long pause in the middle
        keys("9876");
        pass(Duration.ofSeconds(5)); // and one at the end

        // Then
        assertThat(said()).contains("digits=9876");
    }

    @Test
    void whoDoesNotWantToPressesStar() {
        // Given
        world.model.then(call("collect", secret("card_number", 13, 19))).then(say("Bien."));
        begin();
        pass(Duration.ofSeconds(2));

        // When
        key("4");
        key("*");
        key("*");

        // Then
        assertThat(said()).contains("outcome=cancelled");
    }

    @Test
    void aHangUpInTheMiddleEndsTheTurn() {
        // Given
        world.model.then(call("collect", secret("card_number", 13, 19)));
        begin();
        pass(Duration.ofSeconds(2));
        keys("4111");

        // When
        message(stop(EndReason.CALLER_HANGUP));

        // Then
        assertThat(said()).contains("outcome=hung-up");
        assertThat(world.store.stored(key()).ended()).isTrue();
        assertThat(everythingKept()).doesNotContain("4111");
    }

    @Test
    void aModelThatAsksWronglyIsToldSo() {
        // Given
        world.model
                .then(
                        call("collect", Map.of("prompt", "Votre cryptogramme ?", "min_digits", 3, "max_digits", 3)),
                        call("collect", secret("iban", 1, 2)),
                        call("collect", plain(9, 2)))
                .then(say("Bien."));

        // When
        begin();

        // Then
        assertThat(world.toolCalls)
                .extracting(call -> call.result().get("error").toString())
                .satisfiesExactly(
                        first -> assertThat(first).contains("secure: true"),
                        second -> assertThat(second).contains("secure needs the name of one of your tools"),
                        third -> assertThat(third).contains("min_digits <= max_digits"));
    }

    @Test
    void keysPressedBeforeASpeechToSpeechModelAsksAreForTheQuestionAndNotForTheModel() {
        // Given
        models.add(voiceModel);
        leg = leg(1, world.engine(keypads, FakeVoiceModel.NAME));
        begin();
        voiceModel.speaks("item_1", "Votre carte ?", 400);

        // When: he knows what comes
        keys("4111");
        voiceModel.event(new VoiceEvent.ToolCall("c1", "collect", secret("card_number", 13, 19)));
        voiceModel.ends();
        mailbox.settle();
        keys(CARD.substring(4) + "#");
        pass(Duration.ofSeconds(5));

        // Then
        assertThat(voiceModel.told.toString()).contains("16 digits given").doesNotContain("pressed these keys");
        assertThat(everythingKept() + voiceModel.told).doesNotContain("4111");
    }

    @Test
    void aSpeechToSpeechModelHearsSilenceAndLearnsHowManyDigits() {
        // Given
        models.add(voiceModel);
        leg = leg(1, world.engine(keypads, FakeVoiceModel.NAME));
        begin();
        voiceModel.speaks("item_1", "Bonjour.", 400);
        voiceModel.event(new VoiceEvent.ToolCall("c1", "collect", secret("card_number", 13, 19)));
        voiceModel.ends();
        pass(Duration.ofSeconds(3));
        int heardBefore = voiceModel.heardBytes;

        // When
        keys(CARD + "#");
        callersVoice(Duration.ofSeconds(1));

        // Then
        assertThat(speech.spoken).contains("Tapez le numero.");
        assertThat(voiceModel.told.toString()).contains("16 digits given").doesNotContain("pressed these keys");
        assertThat(voiceModel.heardBytes).isEqualTo(heardBefore + 8000);
        assertThat(voiceModel.voicedBytes).isZero();
        voiceModel.event(new VoiceEvent.ToolCall("c2", "pay", Map.of("amount", "12")));
        mailbox.settle();
        assertThat(world.requests.getLast().arguments()).containsEntry("card_number", CARD);
        assertThat(everythingKept() + voiceModel.told).doesNotContain(CARD);
    }

    private void begin() {
        start(false);
        answered();
        mailbox.settle();
    }

    private void keys(String all) {
        all.chars().forEach(key -> {
            key(String.valueOf((char) key));
            pass(Duration.ofMillis(200));
        });
    }

    private static ConversationKey key() {
        return new ConversationKey("account", Channel.VOICE, "call-0001");
    }

    /** The conversation as the model sees it. */
    private String said() {
        return world.store.stored(key()).dialogue().messages().toString();
    }

    private String everythingKept() {
        return List.of(world.store.stored(key()), world.toolCalls, world.turns, world.model.requests())
                .toString();
    }

    private int callersFrames() {
        byte[] all = kept.toByteArray();
        int voiced = 0;
        for (int frame = 0; frame < all.length / 320; frame++) {
            int loud = 0;
            for (int i = 0; i < 160; i++) {
                loud += all[frame * 320 + 2 * i] == CompandingLaw.ALAW.silence ? 0 : 1;
            }
            voiced += loud > 80 ? 1 : 0;
        }
        return voiced;
    }
}
