// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.voice.FakeEngine.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.audio.ToneGenerator;
import io.allo.contracts.EndReason;
import io.allo.router.answering.MachinePolicy;
import io.allo.router.conversation.AnsweredBy;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever answers a call of ours, as he sounds: an announcement in one breath with its beep, and a person's "Allô ?". */
class RecordedGreetingTest extends CallFixture {
    private static final String MESSAGE = "Votre commande est prête.";

    @BeforeEach
    void dialled() {
        EspeakVoice.isInstalled();
        answering = answering(MachinePolicy.LEAVE_MESSAGE, MESSAGE);
        leg = leg(1);
        direction = "outbound";
        engine.answers.add(says("Bonjour, ici la pizzeria."));
        start(false);
        answered();
        callersSilence(Duration.ofMillis(400));
    }

    @Test
    void anAnnouncementIsAMachineAndGetsTheMessageAfterItsBeep() throws IOException {
        // When
        sounds(EspeakVoice.says(
                "Bonjour vous êtes bien sur la messagerie de la famille Martin nous sommes absents pour le"
                        + " moment laissez-nous un message après le bip sonore"));
        assertThat(engine.answeredBy).containsExactly(AnsweredBy.MACHINE);
        assertThat(gateway.frames).as("nothing is said into the announcement").isEmpty();
        callersSilence(Duration.ofMillis(400));
        sounds(ToneGenerator.sine(1000, Duration.ofMillis(600), -12));
        callersSilence(Duration.ofMillis(300));
        pass(Duration.ofSeconds(15));

        // Then
        assertThat(gateway.answeredBy).containsExactly(AnsweredBy.MACHINE);
        assertThat(engine.said).containsExactly(MESSAGE);
        assertThat(engine.ends).containsExactly(EndReason.VOICEMAIL_LEFT);
    }

    @Test
    void aPersonsHelloIsAPersonWhomTheAgentGreets() throws IOException {
        // When
        sounds(EspeakVoice.says("Allô ?"));
        callersSilence(Duration.ofSeconds(2));

        // Then
        assertThat(gateway.answeredBy).containsExactly(AnsweredBy.HUMAN);
        assertThat(speech.spoken).containsExactly("Bonjour, ici la pizzeria.");
        assertThat(gateway.frames).isNotEmpty();
        assertThat(ended).isEmpty();
    }

    private void sounds(short[] pcm) {
        hear(Duration.ofMillis(pcm.length / 8), sample -> sample < pcm.length ? pcm[sample] : 0);
    }
}
