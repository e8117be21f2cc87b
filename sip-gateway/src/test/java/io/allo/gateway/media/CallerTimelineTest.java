// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.allo.audio.G711;
import io.allo.audio.ToneGenerator;
import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The count of frames follows real time, and no voiced frame is lost. Time is a number here. */
class CallerTimelineTest {
    private static final byte[] VOICE = G711.encodeUlaw(ToneGenerator.sine(400, Duration.ofMillis(20), -10));
    private static final byte[] QUIET = G711.encodeUlaw(new short[160]);

    private final RecordingListener listener = new RecordingListener();
    private final StreamCounters counters = new StreamCounters();
    private final CallerTimeline timeline = new CallerTimeline(Codec.PCMU, listener, counters, 0);
    private long nowMs;
    private int timestamp = 0x7FFFFF00; // wraps soon

    @Test
    void audioGoesOutAtOnceInOrderWithItsPlaceInTime() {
        speak(5);
        assertThat(listener.frames).extracting(AudioFrame::sequence).containsExactly(0, 1, 2, 3, 4);
        assertThat(listener.frames).extracting(AudioFrame::offsetMs).containsExactly(0, 20, 40, 60, 80);
        assertThat(listener.frames).noneMatch(AudioFrame::concealed);
    }

    @Test
    void packetsOfThirtyMillisecondsBecomeFramesOfTwenty() {
        for (int i = 0; i < 4; i++) {
            passTime(30);
            timeline.audio(timestamp, new byte[240], false, nanos());
            timestamp += 240;
        }
        assertThat(listener.frames).hasSize(6).allMatch(frame -> frame.payload().length == 160);
    }

    @Test
    void lostPacketsAreConcealedByAFadingRepeat() {
        // Given
        speak(10);

        // When: three packets lost
        timestamp += 3 * 160;
        passTime(60);
        receive(VOICE, true);

        // Then
        List<AudioFrame> concealed =
                listener.frames.stream().filter(AudioFrame::concealed).toList();
        assertThat(listener.frames).hasSize(14);
        assertThat(concealed).hasSize(3);
        assertThat(level(concealed.get(0))).isCloseTo(level(VOICE) - 6, within(0.5));
        assertThat(level(concealed.get(2))).isCloseTo(level(VOICE) - 18, within(0.5));
    }

    @Test
    void silenceSuppressionIsFilledAtRealTime() {
        // Given
        speak(10);

        // When: nothing for 5 s, ticks every 20 ms
        for (int i = 0; i < 250; i++) {
            passTime(20);
            timeline.tick(nanos());
        }

        // Then
        assertThat(listener.frames.size() * 20L).isCloseTo(nowMs, within(20L));
        assertThat(listener.frames.getLast().concealed()).isTrue();

        // When: he speaks again, with a timestamp that counted on
        timestamp += 250 * 160;
        speak(10);

        // Then
        assertThat(listener.frames.size() * 20L).isCloseTo(nowMs, within(40L));
    }

    @Test
    void aTimestampThatStoodStillOverAHoldMakesNoGap() {
        // Given
        speak(10);
        for (int i = 0; i < 250; i++) {
            passTime(20);
            timeline.tick(nanos());
        }

        // When
        speak(50);

        // Then
        assertThat(listener.framesFromCaller()).hasSize(60);
        assertThat(listener.frames.size() * 20L).isCloseTo(nowMs, within(40L));
    }

    @Test
    void aTimestampSetAnewMakesNoGap() {
        speak(10);
        timestamp += 1_000_000_000;
        speak(10);
        timestamp -= 2_000_000_000;
        speak(10);
        assertThat(listener.frames).hasSize(30).noneMatch(AudioFrame::concealed);
    }

    @Test
    void wordsThatComeLateAreKeptAndThePauseAfterThemIsShortened() {
        // Given: the network stalls for 400 ms, silence is filled in
        speak(10);
        for (int i = 0; i < 20; i++) {
            passTime(20);
            timeline.tick(nanos());
        }

        // When: all 20 packets come at once, then he goes on and makes a pause
        for (int i = 0; i < 20; i++) {
            receive(VOICE, false);
        }
        speak(20);
        for (int i = 0; i < 60; i++) {
            passTime(20);
            receive(QUIET, false);
        }

        // Then
        long voiced = listener.framesFromCaller().stream()
                .filter(frame -> level(frame) > -50)
                .count();
        assertThat(voiced).isEqualTo(10 + 20 + 20);
        assertThat(listener.frames.size() * 20L).isCloseTo(nowMs, within(100L));
        assertThat(counters.excessFrames).isPositive();
    }

    @Test
    void aSlowClockIsMadeUpForInThePauses() {
        // Given: a sender whose clock runs 2 % slow, half of it pause
        for (int i = 0; i < 3000; i++) {
            nowMs += i % 2 == 0 ? 20 : 21;
            receive(i % 100 < 50 ? VOICE : QUIET, false);
            timeline.tick(nanos());
        }

        // Then
        assertThat(listener.frames.size() * 20L).isCloseTo(nowMs, within(700L));
        assertThat(listener.framesFromCaller()).hasSize(3000);
    }

    @Test
    void aFloodIsCutAtOneSecondAhead() {
        for (int i = 0; i < 1000; i++) {
            receive(VOICE, false);
        }
        assertThat(listener.frames.size()).isCloseTo(50, within(2));
        assertThat(counters.excessFrames).isGreaterThan(900);
    }

    private void speak(int packets) {
        for (int i = 0; i < packets; i++) {
            passTime(20);
            receive(VOICE, false);
            timeline.tick(nanos());
        }
    }

    private void receive(byte[] payload, boolean afterLoss) {
        timeline.audio(timestamp, payload, afterLoss, nanos());
        timestamp += payload.length;
    }

    private void passTime(long ms) {
        nowMs += ms;
    }

    private long nanos() {
        return nowMs * 1_000_000;
    }

    private static double level(AudioFrame frame) {
        return level(frame.payload());
    }

    private static double level(byte[] payload) {
        return io.allo.audio.AudioLevel.dbovOfUlaw(payload);
    }
}
