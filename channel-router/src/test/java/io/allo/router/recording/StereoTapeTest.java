// SPDX-License-Identifier: Apache-2.0
package io.allo.router.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.audio.CompandingLaw;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Both sides of a call on one time line. */
class StereoTapeTest {
    private static final int LEFT = 0;
    private static final int RIGHT = 1;
    private static final byte S = CompandingLaw.ALAW.silence;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final StereoTape tape = new StereoTape(CompandingLaw.ALAW, new BlockSink() {
        @Override
        public void write(byte[] block) {
            kept.writeBytes(block);
        }

        @Override
        public void close() {}
    });

    @Test
    void theAgentIsWhereItWasPlayedAndNotWhereItWasSent() {
        tape.run(ms(0), true);
        for (int i = 0; i < 10; i++) {
            tape.agent(ms(0), ms(100 + i * 20), frame(20 + i)); // sent at 0
        }
        callerSpeaks(0, 20);
        tape.close(ms(400));

        assertThat(side(RIGHT, 0, 5)).containsExactly(S, S, S, S, S);
        assertThat(side(RIGHT, 5, 4)).containsExactly(20, 21, 22, 23);
        assertThat(side(LEFT, 0, 4)).containsExactly(100, 101, 102, 103);
    }

    @Test
    void whatWasTakenBackWasNotPlayed() {
        tape.run(ms(0), true);
        for (int i = 0; i < 10; i++) {
            tape.agent(ms(0), ms(i * 20), frame(20 + i));
        }
        callerSpeaks(0, 4);
        tape.cleared(ms(70));
        callerSpeaks(4, 16);
        tape.close(ms(400));

        assertThat(side(RIGHT, 0, 6)).containsExactly(20, 21, 22, 23, S, S);
    }

    @Test
    void whatWaitedWasPlayedLater() {
        tape.run(ms(0), true);
        for (int i = 0; i < 6; i++) {
            tape.agent(ms(0), ms(i * 20), frame(20 + i));
        }
        tape.paused(ms(45));
        tape.resumed(ms(105));
        tape.close(ms(400));

        assertThat(side(RIGHT, 0, 9)).containsExactly(20, 21, 22, S, S, S, 23, 24, 25);
    }

    @Test
    void standingStillIsSilenceAndBlocksLeaveInOrderWithinBounds() {
        tape.run(ms(0), true);
        callerSpeaks(0, 100);
        tape.run(ms(2000), false);
        callerSpeaks(100, 100);
        assertThat(kept.size()).as("nothing is kept of it").isLessThanOrEqualTo(2 * 16_000);
        tape.run(ms(4000), true);
        callerSpeaks(200, 200);
        tape.close(ms(8000));

        assertThat(kept.size()).isEqualTo(8 * 16_000);
        assertThat(side(LEFT, 99, 2)).containsExactly((byte) 199, S);
        assertThat(side(LEFT, 199, 2)[0]).isEqualTo(S);
        assertThat(side(LEFT, 202, 1)[0]).isNotEqualTo(S);
    }

    @Test
    void nothingIsKeptOfATapeThatNeverRan() {
        callerSpeaks(0, 200);
        tape.agent(ms(0), ms(10), frame(1));
        tape.close(ms(4000));

        assertThat(kept.size()).isZero();
    }

    private void callerSpeaks(int from, int frames) {
        for (int i = from; i < from + frames; i++) {
            tape.caller(ms(i * 20), frame(100 + i));
        }
    }

    /** The first sample of so many frames of one side. */
    private byte[] side(int side, int from, int frames) {
        byte[] all = kept.toByteArray();
        byte[] first = new byte[frames];
        for (int i = 0; i < frames; i++) {
            first[i] = all[(from + i) * 320 + side];
        }
        return first;
    }

    private static byte[] frame(int value) {
        byte[] frame = new byte[160];
        Arrays.fill(frame, (byte) value);
        return frame;
    }

    private static long ms(int ms) {
        return Duration.ofMillis(ms).toNanos();
    }
}
