// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.voice.FakeEngine.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage.CallState;
import io.allo.contracts.media.StreamMessage.Transfer.Mode;
import io.allo.contracts.media.StreamMessage.TransferResult;
import io.allo.contracts.media.StreamMessage.TransferResult.Outcome;
import io.allo.contracts.session.PrivacySettings;
import io.allo.contracts.session.PrivacySettings.Consent;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.recording.BlockSink;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a call is recorded, and when. */
class CallTapeTest extends CallFixture {
    private static final int LEFT = 0;
    private static final int RIGHT = 1;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean closed;

    @BeforeEach
    void aRecorder() {
        recorders = (call, law) -> new BlockSink() {
            @Override
            public void write(byte[] block) {
                kept.writeBytes(block);
            }

            @Override
            public void close() {
                closed = true;
            }
        };
        gateway = new FakeGateway(mailbox, true);
        leg = leg(1);
        engine.answers.add(says("Bienvenue chez nous.", new Action.Listen(), ONE_KEY));
    }

    @Test
    void bothSidesAreRecordedWhereTheAgentWantsIt() {
        call(new PrivacySettings(false, Consent.OFF, true));
        callersSilence(Duration.ofSeconds(2));
        callersVoice(Duration.ofSeconds(2));
        message(stop(EndReason.CALLER_HANGUP));

        assertThat(closed).isTrue();
        assertThat(voicedFrames(LEFT)).isBetween(95, 101);
        assertThat(voicedFrames(RIGHT)).isBetween(30, 45); // 20 letters of 40 ms
    }

    @Test
    void nothingIsRecordedByDefault() {
        call(PrivacySettings.DEFAULT);
        callersVoice(Duration.ofSeconds(2));
        message(stop(EndReason.CALLER_HANGUP));

        assertThat(kept.size()).isZero();
    }

    @Test
    void nothingIsRecordedBeforeTheCallerAgrees() {
        call(new PrivacySettings(false, Consent.OPT_IN, true));
        callersVoice(Duration.ofSeconds(10));
        assertThat(kept.size()).isZero();

        key("1");
        callersVoice(Duration.ofSeconds(2));
        message(stop(EndReason.CALLER_HANGUP));

        assertThat(voicedFrames(LEFT)).isBetween(95, 101);
    }

    @Test
    void whoRefusesIsNotRecorded() {
        call(new PrivacySettings(false, Consent.OPT_OUT, true));
        key("2");
        callersVoice(Duration.ofSeconds(9));
        message(stop(EndReason.CALLER_HANGUP));

        assertThat(kept.size()).isZero();
    }

    @Test
    void theRecordingStopsWhereAnotherPersonMayBeOnTheLine() {
        engine.answers.clear();
        engine.answers.add(says("Un instant.", new Action.Transfer("+33123456789", null), null));
        call(new PrivacySettings(false, Consent.OFF, true));
        pass(Duration.ofSeconds(3));
        message(mark("item-1"));
        pass(Duration.ofSeconds(1));
        assertThat(gateway.told).contains("transfer +33123456789");

        callersVoice(Duration.ofSeconds(5));
        message(stop(EndReason.TRANSFERRED));

        assertThat(voicedFrames(LEFT)).isZero();
        assertThat(voicedFrames(RIGHT)).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whoIsPutThroughByWhateverMeansIsNeitherRecordedNorListenedTo(Mode mode) {
        // Given
        transferMode = mode;
        leg = leg(1);
        engine.answers.clear();
        engine.answers.add(says("Un instant.", new Action.Transfer("+33123456789", null), null));
        call(new PrivacySettings(false, Consent.OFF, true));
        pass(Duration.ofSeconds(3));
        message(mark("item-1"));
        pass(Duration.ofSeconds(1));

        // When: it rings, the other person is asked where he is, and talks
        callersVoice(Duration.ofSeconds(2));
        message(new CallState("S", CallState.CONSULTING));
        callersVoice(Duration.ofSeconds(3));

        // Then
        assertThat(ears.voicedBytes).isZero();

        // When: he does not want to, and the caller is back
        message(new TransferResult("S", Outcome.DECLINED, 603, null));
        callersVoice(Duration.ofSeconds(2));
        message(stop(EndReason.CALLER_HANGUP));

        // Then
        assertThat(gateway.told).anyMatch(told -> told.startsWith("transfer +33123456789"));
        assertThat(voicedFrames(LEFT)).isBetween(95, 101);
        assertThat(ears.voicedBytes).isPositive();
    }

    private void call(PrivacySettings privacy) {
        engine.privacy = privacy;
        start(false);
        answered();
        mailbox.settle();
    }

    private int voicedFrames(int side) {
        byte[] all = kept.toByteArray();
        int voiced = 0;
        for (int frame = 0; frame < all.length / 320; frame++) {
            int loud = 0;
            for (int i = 0; i < 160; i++) {
                loud += all[frame * 320 + 2 * i + side] == CompandingLaw.ALAW.silence ? 0 : 1;
            }
            voiced += loud > 80 ? 1 : 0;
        }
        return voiced;
    }
}
