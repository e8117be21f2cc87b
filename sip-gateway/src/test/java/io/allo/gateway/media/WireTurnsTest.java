// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.allo.audio.G711;
import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.MediaLeg;
import io.allo.gateway.call.MediaLegListener;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.call.TurnLatency;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** E22: what a caller waits for an answer, found on the wire. Packets of 20 ms in both directions. */
class WireTurnsTest {
    private static final int LOUD = 8000;
    private static final int FAINT = 30;

    private final List<Long> turnsMs = new ArrayList<>();
    private final WireTurns turns = new WireTurns((item, nanos) -> turnsMs.add(nanos / 1_000_000));
    private int nowMs;

    /** One packet each way. @param item 0: nothing plays */
    private void both(int ms, int caller, int item, int agent) {
        for (int end = nowMs + ms; nowMs < end; nowMs += 20) {
            turns.heard(tone(caller), Codec.PCMA, nowMs * 1_000_000L);
            if (item == 0) {
                turns.playsNothing(160);
            } else {
                turns.plays(tone(agent), Codec.PCMA, item);
            }
            turns.sent(nowMs * 1_000_000L);
        }
    }

    private void callerSpeaks(int ms) {
        both(ms, LOUD, 0, 0);
    }

    private void silence(int ms) {
        both(ms, FAINT, 0, 0);
    }

    private void agentSpeaks(int ms, int item) {
        both(ms, FAINT, item, LOUD);
    }

    @Test
    void aTurnIsFromTheLastVoicedPacketInToTheFirstVoicedPacketOut() {
        // Given
        agentSpeaks(1000, 1);
        silence(500);
        callerSpeaks(800);

        // When: the model answers at once, but what it plays begins with 100 ms of breath
        silence(480);
        both(100, FAINT, 2, FAINT);
        agentSpeaks(1000, 2);

        // Then
        assertThat(turnsMs).containsExactly(600L);
    }

    @Test
    void aGreetingAndASecondSentenceAnswerNobody() {
        agentSpeaks(500, 1);
        silence(2000);
        agentSpeaks(500, 2);

        assertThat(turnsMs).isEmpty();
    }

    @Test
    void speechThatWasPausedForAnMhmAndGoesOnIsNoTurn() {
        agentSpeaks(500, 7);
        both(120, LOUD, 7, LOUD);
        callerSpeaks(200);
        silence(200);
        agentSpeaks(500, 7);

        assertThat(turnsMs).isEmpty();
        assertThat(turns.summary()).isEqualTo(TurnLatency.NONE);
    }

    @Test
    void theEchoOfTheAgentIsNotTheCallersVoice() {
        // Given: 20 dB weaker, 200 ms later
        agentSpeaks(400, 3);
        both(200, LOUD / 10, 3, LOUD);
        both(200, LOUD / 10, 0, 0);
        silence(400);

        // When
        agentSpeaks(400, 4);

        // Then
        assertThat(turnsMs).isEmpty();
    }

    @Test
    void wordsThatBeginWhileTheCallerSpeaksAnswerNothing() {
        callerSpeaks(600);
        both(400, LOUD, 1, LOUD);

        assertThat(turnsMs).isEmpty();
    }

    @Test
    void aClickIsNoSpeech() {
        agentSpeaks(400, 1);
        silence(400);
        callerSpeaks(40);
        silence(200);
        agentSpeaks(400, 2);

        assertThat(turnsMs).isEmpty();
    }

    @Test
    void anInterruptionIsATurn() {
        agentSpeaks(1000, 1);
        both(160, LOUD, 1, LOUD);
        callerSpeaks(600);
        silence(300);
        agentSpeaks(400, 2);

        assertThat(turnsMs).containsExactly(320L);
    }

    @Test
    void soundsOfTheGatewayItselfAreNoAnswer() {
        callerSpeaks(400);
        silence(200);
        both(200, FAINT, 0, 0);
        turns.plays(tone(LOUD), Codec.PCMA, 0);
        turns.sent(nowMs * 1_000_000L);
        silence(400);
        agentSpeaks(400, 2);

        assertThat(turnsMs).isEmpty();
    }

    @Test
    void aToneWhileTheModelThinksIsNoAnswerAndTheAnswerStillCounts() {
        callerSpeaks(400);
        silence(1500);
        agentSpeaks(180, AudioFrame.TONE_ITEM);
        silence(520);
        agentSpeaks(400, 3);

        assertThat(turnsMs).containsExactly(2220L);
    }

    @Test
    void wordsOfAWorkerThatNumbersNoItemsBeginAfterAPause() {
        agentSpeaks(400, 1);
        callerSpeaks(500);
        silence(380);
        agentSpeaks(400, 1);

        assertThat(turnsMs).containsExactly(400L);
    }

    @Test
    void theSummaryIsOfTheLatestTurns() {
        for (int turn = 1; turn <= 20; turn++) {
            callerSpeaks(200);
            silence(100 + turn * 20);
            agentSpeaks(600, turn);
            silence(600);
        }

        assertThat(turns.summary()).isEqualTo(new TurnLatency(20, 320, 500, 520));
    }

    @Test
    void aTurnIsReportedByTheLegOfRealSockets() throws IOException {
        List<Long> reported = new CopyOnWriteArrayList<>();
        var engine = new MediaEngine(MediaTestSettings.defaults(), new SimpleMeterRegistry());
        engine.start();
        MediaLegListener listener = new SilentOf(reported);
        MediaLeg leg = engine.open(new CallId("call-0001"), listener);
        try (RtpPeer caller = new RtpPeer(leg.localPort())) {
            leg.negotiated(MediaEngineTest.agreement(caller.address(), Codec.PCMU, 20, Direction.SENDRECV));
            leg.startSending();
            caller.receive();
            for (int i = 0; i < 10; i++) {
                caller.sendAudio(G711.encodeUlaw(pcm(LOUD)));
                caller.receive();
            }
            caller.receive(15);
            leg.play(new AudioFrame(0, 1, 0, false, G711.encodeUlaw(pcm(LOUD))));

            await().until(() -> reported.size() == 1);
            await().until(() -> leg.quality().turns().turns() == 1);
            assertThat(leg.quality().turns().maxMs()).isCloseTo((int) (reported.getFirst() / 1_000_000), within(1));
            assertThat(reported.getFirst() / 1_000_000).isGreaterThan(200);
        } finally {
            leg.close();
            engine.stop();
        }
    }

    private static byte[] tone(int amplitude) {
        return G711.encodeAlaw(pcm(amplitude));
    }

    private static short[] pcm(int amplitude) {
        short[] pcm = new short[160];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (amplitude * Math.sin(i * 2 * Math.PI / 40));
        }
        return pcm;
    }

    /** Keeps the turns. */
    private record SilentOf(List<Long> turns) implements MediaLegListener {
        @Override
        public void audio(AudioFrame frame) {}

        @Override
        public void digit(char digit) {}

        @Override
        public void markPlayed(String name) {}

        @Override
        public void cleared(int item, long playedMs) {}

        @Override
        public void mediaTimeout() {}

        @Override
        public void turn(int item, long nanos) {
            turns.add(nanos);
        }
    }
}
