// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.voice.FakeEngine.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.PrivacySettings;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.Consent;
import io.allo.router.conversation.Consent.Decision;
import io.allo.router.conversation.Consent.Way;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.recording.BlockSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first words of a call: an AI says that it is one. */
class CallOpeningTest extends CallFixture {
    private static final String NOTICE = "Bonjour, je suis l'assistant virtuel de Demo, une intelligence artificielle.";
    private static final int NOTICE_MS = NOTICE.length() * FakeSpeech.MS_PER_LETTER + 240;

    @BeforeEach
    void aGreeting() {
        engine.privacy = PrivacySettings.DEFAULT;
        engine.answers.add(says("Que puis-je faire ?", new Action.Listen(), ONE_KEY));
    }

    @Test
    void theLineSaysThatItIsAnAiThenTheAgentGreets() {
        // When
        start(false);
        assertThat(gateway.told).contains("answer"); // the greeting is ready too
        answered();
        pass(Duration.ofSeconds(9));

        // Then
        assertThat(speech.spoken).containsExactly(NOTICE, "Que puis-je faire ?");
        assertThat(gateway.heardMs(1)).isEqualTo(NOTICE_MS);
        assertThat(gateway.heardMs(2)).isPositive();
        assertThat(gateway.frames.getFirst().item()).isEqualTo(1);
    }

    @Test
    void aKeyDuringTheNoticeSkipsTheGreetingAndNotTheNotice() {
        // Given
        engine.answers.add(says("Une pizza.", new Action.Listen(), ONE_KEY));
        start(false);
        answered();
        pass(Duration.ofSeconds(1));

        // When
        key("1");
        pass(Duration.ofSeconds(9));

        // Then
        assertThat(gateway.told).doesNotContain("clear");
        assertThat(gateway.heardMs(1)).isEqualTo(NOTICE_MS);
        assertThat(gateway.heardMs(2)).isZero();
        assertThat(engine.heard).containsExactly("");
        assertThat(engine.turns).containsExactly("1");
        assertThat(gateway.heardMs(3)).isPositive();
    }

    @Test
    void theCallersVoiceDoesNotStopTheNoticeAndIsNotHeardByTheModel() {
        // Given
        FakeVoiceModel model = new FakeVoiceModel();
        engine.model = FakeVoiceModel.NAME;
        models.add(model);
        leg = leg(1);
        start(false);
        model.event(new VoiceEvent.Audio("item_1", new byte[3200]));
        mailbox.settle();
        answered();

        // When
        callersVoice(Duration.ofMillis(1500));

        // Then
        assertThat(gateway.told).doesNotContain("pause", "clear");
        assertThat(model.heardBytes).isEqualTo(1500 * 8); // time passes for its detector, words do not
        pass(Duration.ofSeconds(9));
        assertThat(gateway.heardMs(1)).isEqualTo(NOTICE_MS);
        assertThat(gateway.heardMs(2)).isEqualTo(400);
    }

    @Test
    void afterTheNoticeTheCallerMayInterruptAsEver() {
        // Given
        start(false);
        answered();
        pass(Duration.ofMillis(NOTICE_MS + 600));

        // When
        key("1");

        // Then
        assertThat(gateway.told).endsWith("clear");
    }

    @Test
    void aCallThatIsTakenOverIsNotToldAgain() {
        // When
        engine.fresh = false;
        start(true);
        pass(Duration.ofSeconds(3));

        // Then
        assertThat(speech.spoken).doesNotContain(NOTICE);
    }

    @Test
    void aCallThatIsTakenOverWhileItRingsIsToldOnce() {
        // When
        engine.fresh = false;
        start(false);
        answered();
        pass(Duration.ofSeconds(3));

        // Then
        assertThat(speech.spoken).startsWith(NOTICE);
    }

    @Test
    void lastWordsWaitForTheNotice() {
        // Given
        engine.answers.clear();
        engine.answers.add(says("Au revoir.", new Action.End(EndReason.AGENT_HANGUP), null));

        // When
        start(false);
        answered();
        pass(Duration.ofSeconds(8));

        // Then
        assertThat(speech.spoken).containsExactly(NOTICE, "Au revoir.");
        assertThat(gateway.heardMs(1)).isEqualTo(NOTICE_MS);
    }

    @Test
    void theAgentsSettingsSwitchItOff() {
        // Given
        engine.privacy = new PrivacySettings(false, PrivacySettings.Consent.OFF, false);

        // When
        start(false);

        // Then
        assertThat(speech.spoken).containsExactly("Que puis-je faire ?");
    }

    private void asks(PrivacySettings.Consent policy) {
        engine.privacy = new PrivacySettings(false, policy, false);
        start(false);
        answered();
        mailbox.settle();
    }

    private void hearQuestion() {
        pass(Duration.ofMillis(
                speech.spoken.stream().mapToInt(String::length).sum() * FakeSpeech.MS_PER_LETTER + 1000));
    }

    @Test
    void afterAnAnnouncementTheCallerIsToldAndNobodyWaits() {
        asks(PrivacySettings.Consent.ANNOUNCE);
        assertThat(engine.consents).isEmpty();
        pass(Duration.ofSeconds(4));

        assertThat(engine.consents).singleElement().satisfies(consent -> {
            assertThat(consent.decision()).isEqualTo(Decision.TOLD);
            assertThat(consent.way()).isEqualTo(Way.NOTICE);
        });
        assertThat(gateway.heardMs(2)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1,GRANTED", "2,REFUSED"})
    void theCallerDecidesByAKeyAndIsGreeted(String key, Decision decision) {
        asks(PrivacySettings.Consent.OPT_IN);
        hearQuestion();
        assertThat(gateway.heardMs(2)).as("the greeting waits").isZero();

        key("5"); // means nothing here
        key(key);
        pass(Duration.ofSeconds(1));

        assertThat(engine.consents).singleElement().satisfies(consent -> {
            assertThat(consent.decision()).isEqualTo(decision);
            assertThat(consent.way()).isEqualTo(Way.KEY);
        });
        assertThat(gateway.heardMs(2)).isPositive();
        assertThat(engine.turns).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Oui bien sûr,GRANTED", "Non merci,REFUSED", "Oui enfin non,REFUSED"})
    void theCallerDecidesByAWord(String words, Decision decision) {
        asks(PrivacySettings.Consent.OPT_IN);
        callersVoice(Duration.ofMillis(200));
        assertThat(ears.voicedBytes).as("an echo of the question says yes too").isZero();
        hearQuestion();

        voice();
        ears.says("Comment ?");
        ears.says(words);
        mailbox.settle();

        assertThat(engine.consents).singleElement().satisfies(consent -> {
            assertThat(consent.decision()).isEqualTo(decision);
            assertThat(consent.way()).isEqualTo(Way.WORDS);
        });
    }

    @ParameterizedTest
    @CsvSource({"OPT_IN,REFUSED", "OPT_OUT,TOLD"})
    void silenceIsNoWhereAskedAndYesWhereRefusable(PrivacySettings.Consent policy, Decision decision) {
        asks(policy);
        hearQuestion();
        pass(Duration.ofSeconds(7));

        assertThat(engine.consents).singleElement().satisfies(consent -> {
            assertThat(consent.decision()).isEqualTo(decision);
            assertThat(consent.way()).isEqualTo(Way.SILENCE);
        });
        assertThat(gateway.heardMs(2)).isPositive();
    }

    @Test
    void whoHadNotAnsweredIsAskedAgainByTheNextWorkerAndNotGreetedTwice() {
        // Given
        engine.privacy = new PrivacySettings(true, PrivacySettings.Consent.OPT_IN, true);
        engine.fresh = false;

        // When
        start(true);
        hearQuestion();
        assertThat(engine.consents).isEmpty();
        key("1");

        // Then
        assertThat(speech.spoken.toString()).contains("Acceptez-vous").doesNotContain("assistant virtuel");
        assertThat(engine.consents)
                .singleElement()
                .satisfies(consent -> assertThat(consent.decision()).isEqualTo(Decision.GRANTED));
    }

    @ParameterizedTest
    @CsvSource({"GRANTED,1", "REFUSED,0"})
    void aDecisionHoldsWithTheNextWorkerToo(Decision decision, int recordings) {
        // Given
        List<String> kept = new ArrayList<>();
        recorders = (call, law) -> new BlockSink() {
            @Override
            public void write(byte[] block) {
                if (kept.isEmpty()) {
                    kept.add("a block");
                }
            }

            @Override
            public void close() {}
        };
        leg = leg(2);
        engine.privacy = new PrivacySettings(true, PrivacySettings.Consent.OPT_IN, true);
        engine.fresh = false;
        engine.consent = new Consent(decision, Way.KEY, Instant.EPOCH);

        // When
        start(true);
        callersVoice(Duration.ofSeconds(5));
        message(stop(EndReason.CALLER_HANGUP));

        // Then
        assertThat(speech.spoken.toString()).doesNotContain("Acceptez-vous");
        assertThat(kept).hasSize(recordings);
    }

    @Test
    void whoHangsUpWhileAskedHasNotDecided() {
        asks(PrivacySettings.Consent.OPT_OUT);
        message(stop(EndReason.CALLER_HANGUP));
        pass(Duration.ofSeconds(20));

        assertThat(engine.consents).isEmpty();
    }
}
