// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.voice.FakeEngine.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.session.PrivacySettings;
import io.allo.contracts.session.VoicemailSettings;
import io.allo.router.answering.MachinePolicy;
import io.allo.router.conversation.AnsweredBy;
import io.allo.router.speech.SpeechEvent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that we place: a person is spoken to once he has said his word, a machine is hung up on or gets the message. */
class FirstVoiceTest extends CallFixture {
    private static final String MESSAGE = "Votre commande est prête.";

    @BeforeEach
    void aCallThatIsPlaced() {
        direction = "outbound";
        engine.answers.add(says("Bonjour, ici la pizzeria."));
    }

    @Test
    void aPersonIsSpokenToAfterHisFirstWord() {
        dialled();

        callersVoice(Duration.ofMillis(600));
        assertThat(gateway.frames).as("he speaks first").isEmpty();
        callersSilence(Duration.ofMillis(1000));

        assertThat(engine.answeredBy).containsExactly(AnsweredBy.HUMAN);
        assertThat(gateway.frames).isNotEmpty();
        assertThat(engine.turns).isEmpty();
        callersSilence(Duration.ofSeconds(2));
        ears.says("Je suis d'accord.");
        pass(Duration.ofMillis(300));
        assertThat(engine.turns).as("what he says now counts").containsExactly("Je suis d'accord.");
    }

    @Test
    void whoSaysNothingIsSpokenTo() {
        dialled();

        callersSilence(Duration.ofMillis(2900));
        assertThat(gateway.frames).isEmpty();
        callersSilence(Duration.ofMillis(300));

        assertThat(engine.answeredBy).containsExactly(AnsweredBy.UNKNOWN);
        assertThat(gateway.frames).isNotEmpty();
    }

    @Test
    void aLineWithoutAnySoundIsSpokenToAsWell() {
        dialled();

        pass(Duration.ofSeconds(4));

        assertThat(engine.answeredBy).containsExactly(AnsweredBy.UNKNOWN);
        assertThat(gateway.frames).isNotEmpty();
    }

    @Test
    void aMachineIsHungUpOnWithoutAWord() {
        dialled();

        callersVoice(Duration.ofSeconds(4));
        pass(Duration.ofSeconds(1));

        assertThat(engine.answeredBy).containsExactly(AnsweredBy.MACHINE);
        assertThat(gateway.frames).isEmpty();
        assertThat(gateway.told).endsWith("hangup success/answering-machine");
        assertThat(engine.ends).containsExactly(EndReason.ANSWERING_MACHINE);
    }

    @Test
    void theMessageIsLeftAfterTheBeep() {
        answering = answering(MachinePolicy.LEAVE_MESSAGE, MESSAGE);
        leg = leg(1);
        dialled();

        callersVoice(Duration.ofSeconds(6));
        assertThat(engine.answeredBy).containsExactly(AnsweredBy.MACHINE);
        assertThat(gateway.frames).isEmpty();
        beep(400);
        callersSilence(Duration.ofMillis(200));
        assertThat(speech.spoken.getLast()).isEqualTo(MESSAGE);
        pass(Duration.ofSeconds(15));

        assertThat(gateway.frames.getFirst().offsetMs()).isZero();
        assertThat(gateway.told).endsWith("hangup success/voicemail-left");
        assertThat(engine.ends).containsExactly(EndReason.VOICEMAIL_LEFT);
        assertThat(engine.said).containsExactly(MESSAGE);
    }

    @Test
    void aMachineWithoutABeepGetsTheMessageOnceItsGreetingIsOver() {
        placedWith = Map.of("voicemail", "leave-message", "voicemailMessage", MESSAGE);
        dialled();

        callersVoice(Duration.ofSeconds(6));
        callersSilence(Duration.ofMillis(2300));
        assertThat(gateway.frames).isEmpty();
        callersSilence(Duration.ofMillis(600));

        assertThat(speech.spoken.getLast()).isEqualTo(MESSAGE);
        assertThat(gateway.frames).isNotEmpty();
    }

    @Test
    void theNoticesAreNotPutToAMachineButItHearsWhoSpeaks() {
        engine.privacy = new PrivacySettings(true, PrivacySettings.Consent.OPT_IN, false);
        placedWith = Map.of("voicemailMessage", MESSAGE);
        dialled();

        callersVoice(Duration.ofSeconds(5));
        beep(300);
        callersSilence(Duration.ofMillis(200));
        pass(Duration.ofSeconds(20));

        assertThat(gateway.told).endsWith("hangup success/voicemail-left");
        assertThat(engine.said)
                .singleElement()
                .asString()
                .contains("intelligence artificielle")
                .endsWith(MESSAGE);
        long heard = gateway.frames.stream().map(AudioFrame::item).distinct().count();
        assertThat(heard).as("only the message").isEqualTo(1);
        assertThat(engine.consents).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Vous êtes sur la messagerie de",
                "You have reached the voicemail of",
                "Laissez un message après le bip"
            })
    void theWordsOfAMachineTellItAtOnce(String words) {
        dialled();

        callersVoice(Duration.ofMillis(1500));
        ears.event(new SpeechEvent.Partial(words));
        mailbox.settle();
        pass(Duration.ofSeconds(1));

        assertThat(engine.ends).containsExactly(EndReason.ANSWERING_MACHINE);
    }

    @Test
    void aGreetingThatPausedIsFoundOutByItsBeep() {
        placedWith = Map.of("voicemailMessage", MESSAGE);
        dialled();
        callersVoice(Duration.ofMillis(800));
        callersSilence(Duration.ofMillis(900));
        assertThat(engine.answeredBy).containsExactly(AnsweredBy.HUMAN);

        callersVoice(Duration.ofSeconds(5));
        beep(500);
        callersSilence(Duration.ofMillis(200));
        pass(Duration.ofSeconds(15));

        assertThat(engine.answeredBy).containsExactly(AnsweredBy.HUMAN, AnsweredBy.MACHINE);
        assertThat(gateway.answeredBy).containsExactly(AnsweredBy.HUMAN, AnsweredBy.MACHINE);
        assertThat(gateway.told).endsWith("hangup success/voicemail-left");
    }

    @Test
    void whereTheAgentGoesOnHeSpeaksToTheMachineAndTheRecordKnows() {
        answering = answering(MachinePolicy.GO_ON, null);
        leg = leg(1);
        dialled();

        callersVoice(Duration.ofSeconds(4));

        assertThat(engine.answeredBy).containsExactly(AnsweredBy.MACHINE);
        assertThat(gateway.frames).isNotEmpty();
    }

    @Test
    void theAgentHasAMessageOfItsOwnUnlessTheCallWasPlacedWithAnother() {
        engine.voicemail = new VoicemailSettings(null, "Rappelez-nous.");
        dialled();
        callersVoice(Duration.ofSeconds(5));
        beep(300);
        callersSilence(Duration.ofMillis(200));
        assertThat(speech.spoken.getLast()).isEqualTo("Rappelez-nous.");

        placedWith = Map.of("voicemail", "hang-up");
        engine.answers.add(says("Bonjour."));
        leg = leg(1);
        gateway.told.clear();
        dialled();
        callersVoice(Duration.ofSeconds(4));
        pass(Duration.ofSeconds(1));
        assertThat(gateway.told).endsWith("hangup success/answering-machine");
    }

    @Test
    void aCallThatComesInIsGreetedAtOnce() {
        direction = "inbound";
        dialled();

        assertThat(gateway.frames).isNotEmpty();
        assertThat(engine.answeredBy).isEmpty();
    }

    private void dialled() {
        start(false);
        assertThat(gateway.told).as("he is dialled once the words are ready").contains("answer");
        answered();
    }

    private void beep(int ms) {
        hear(Duration.ofMillis(ms), sample -> (short) (6000 * Math.sin(2 * Math.PI * 1000 * sample / 8000)));
    }
}
