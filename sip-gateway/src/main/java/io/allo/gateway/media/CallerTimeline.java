// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.MediaLegListener;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import java.util.Arrays;

/**
 * Turns the caller's ordered packets into 20 ms frames whose count follows real time, because the model measures pauses by
 * counting audio.
 *
 * <ul>
 *   <li>Audio goes out at once, in whole frames.
 *   <li>A gap in the timestamps is filled: after a loss by fading repeats of the last frame, else by silence.
 *   <li>When nothing comes for 100 ms (DTX, hold, a broken line) silence flows at real time.
 *   <li>Audio that comes after all, or a clock that runs fast or slow, makes the stream longer or shorter than real time: that
 *       is paid back frame by frame in the caller's pauses, so no word is cut.
 * </ul>
 *
 * One thread.
 */
final class CallerTimeline {
    private static final int FRAME = 160;
    private static final int SAMPLES_PER_MS = 8;
    private static final long NANOS_PER_SAMPLE = 125_000;
    private static final long QUIET_NANOS = 100_000_000;
    private static final int TOLERATED_AHEAD = 80 * SAMPLES_PER_MS;
    private static final int TOLERATED_BEHIND = 120 * SAMPLES_PER_MS;
    /** Ahead of real time by this much nothing more is taken, voiced or not: only a flood gets here. */
    private static final int MAX_AHEAD = 1000 * SAMPLES_PER_MS;
    /** A longer gap in the timestamps is a clock that was set anew. */
    private static final int MAX_GAP = 10_000 * SAMPLES_PER_MS;

    private static final int MAX_REPEATS = 3;

    private final Codec codec;
    private final MediaLegListener listener;
    private final StreamCounters counters;
    private final long startNanos;
    private final byte[] partial = new byte[FRAME];
    private int filled;
    private boolean partialConcealed = true;
    private byte[] lastFrame;
    private int repeats;
    /** Samples handed out so far. */
    private long emitted;

    private int sequence;
    private boolean timestampKnown;
    private int expectedTimestamp;
    private long heardNanos;

    /** @param codec the law of the frames handed out */
    CallerTimeline(Codec codec, MediaLegListener listener, StreamCounters counters, long nowNanos) {
        this.codec = codec;
        this.listener = listener;
        this.counters = counters;
        this.startNanos = nowNanos;
        this.heardNanos = nowNanos;
        this.lastFrame = silentFrame();
    }

    /** The next packet in order; its payload is in the law of this timeline. */
    void audio(int timestamp, byte[] payload, boolean afterLoss, long nowNanos) {
        heardNanos = nowNanos;
        conceal(Math.min(missingBefore(timestamp), behind(nowNanos)), afterLoss);
        timestampKnown = true;
        expectedTimestamp = timestamp + payload.length;
        repeats = 0;
        append(payload, nowNanos);
    }

    /** Samples that are missing before this timestamp, 0 when nobody knows. */
    int missingBefore(int timestamp) {
        int gap = timestamp - expectedTimestamp;
        return timestampKnown && gap > 0 && gap <= MAX_GAP ? gap : 0;
    }

    /** A new SSRC: its timestamps have nothing to do with those before. */
    void newSource() {
        timestampKnown = false;
    }

    /** Called at least every 60 ms: keeps the stream at real time while nothing comes. */
    void tick(long nowNanos) {
        if (nowNanos - heardNanos >= QUIET_NANOS && behind(nowNanos) >= FRAME) {
            int missing = behind(nowNanos) / FRAME * FRAME;
            expectedTimestamp += missing;
            conceal(missing, false);
        }
    }

    private void append(byte[] payload, long nowNanos) {
        int at = 0;
        while (at < payload.length) {
            int count = Math.min(payload.length - at, FRAME - filled);
            System.arraycopy(payload, at, partial, filled, count);
            at += count;
            filled += count;
            partialConcealed = false;
            if (filled == FRAME) {
                emitFromCaller(nowNanos);
            }
        }
    }

    private void emitFromCaller(long nowNanos) {
        byte[] frame = partial.clone();
        filled = 0;
        partialConcealed = true;
        int drift = -behindExactly(nowNanos);
        lastFrame = frame;
        boolean tooLong = drift > TOLERATED_AHEAD;
        boolean tooShort = drift < -TOLERATED_BEHIND;
        if (drift > MAX_AHEAD || (tooLong && !Companding.voiced(frame, codec))) {
            counters.excessFrames++;
            return;
        }
        emit(frame, false);
        if (tooShort && !Companding.voiced(frame, codec)) {
            conceal(FRAME, false);
        }
    }

    private void conceal(int samples, boolean afterLoss) {
        int left = samples;
        while (left > 0) {
            byte[] source = afterLoss && repeats++ < MAX_REPEATS ? fade() : silentFrame();
            int count = Math.min(left, FRAME - filled);
            System.arraycopy(source, filled, partial, filled, count);
            filled += count;
            left -= count;
            if (filled == FRAME) {
                filled = 0;
                emit(partial.clone(), partialConcealed);
                partialConcealed = true;
            }
        }
    }

    private byte[] fade() {
        lastFrame = Companding.faded(lastFrame, codec);
        return lastFrame;
    }

    private void emit(byte[] frame, boolean concealed) {
        if (concealed) {
            counters.concealedFrames++;
        }
        int offsetMs = (int) (emitted / SAMPLES_PER_MS);
        emitted += FRAME;
        listener.audio(new AudioFrame(sequence++ & 0xFFFF, 0, offsetMs, concealed, frame));
    }

    /** Samples that real time is ahead of us, at least 0. */
    private int behind(long nowNanos) {
        return Math.max(0, behindExactly(nowNanos));
    }

    private int behindExactly(long nowNanos) {
        return (int) ((nowNanos - startNanos) / NANOS_PER_SAMPLE - emitted - filled);
    }

    private byte[] silentFrame() {
        byte[] frame = new byte[FRAME];
        Arrays.fill(frame, Companding.silence(codec));
        return frame;
    }
}
