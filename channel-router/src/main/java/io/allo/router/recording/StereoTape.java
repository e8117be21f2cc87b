// SPDX-License-Identifier: Apache-2.0
package io.allo.router.recording;

import io.allo.audio.CompandingLaw;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Lays both sides of a call on one time line: the caller left, the agent right, as it was played. The agent's frames are sent ahead
 * of the ear and may still be taken back, so a block is given on once nobody can change it. While the tape stands still the time
 * passes as silence. Holds a few seconds of sound. One call, one thread; times are {@link System#nanoTime} or a test's clock.
 */
public final class StereoTape {
    private static final long FRAME_NANOS = Duration.ofMillis(20).toNanos();
    /** One second. */
    private static final int BLOCK_FRAMES = 50;

    private static final int BLOCK_BYTES = 2 * BLOCK_FRAMES * CompandingLaw.FRAME_BYTES;
    /** Audio is never sent further ahead than this many blocks. */
    private static final int SETTLES_AFTER = 3;
    /** How far the caller's frames may be from the clock before they follow it: 200 ms. */
    private static final int TOLERATED_FRAMES = 10;
    /** After a longer standstill the recording does not go on. */
    private static final int LONGEST_GAP_BLOCKS = 200;

    private static final int LEFT = 0;
    private static final int RIGHT = 1;

    private final CompandingLaw law;
    private final BlockSink sink;
    /** Blocks that may still change, from number {@code firstOpen} on. */
    private final Deque<byte[]> open = new ArrayDeque<>();

    private final Deque<Played> ahead = new ArrayDeque<>();
    private final Deque<Played> waiting = new ArrayDeque<>();
    private long firstOpen;
    private boolean begun;
    private long begunAt;
    private long nextCallerFrame;
    private boolean running;
    private boolean paused;
    private long pausedAt;

    private record Played(long from, byte[] g711) {}

    public StereoTape(CompandingLaw law, BlockSink sink) {
        this.law = law;
        this.sink = sink;
    }

    /** From now on what is heard is kept, or is silence. */
    public void run(long now, boolean on) {
        if (on && !begun) {
            begun = true;
            begunAt = now;
        }
        if (!on && running) {
            cleared(now);
        }
        running = on;
    }

    /** A frame of 20 ms from the caller. */
    public void caller(long now, byte[] g711) {
        if (!running || g711.length != CompandingLaw.FRAME_BYTES) {
            return;
        }
        long byTheClock = frameAt(now);
        if (nextCallerFrame < byTheClock - TOLERATED_FRAMES) {
            nextCallerFrame = byTheClock;
        }
        if (nextCallerFrame <= byTheClock + TOLERATED_FRAMES) {
            put(nextCallerFrame++, LEFT, g711);
        }
        settle(now);
    }

    /** A frame of 20 ms that the caller hears from this instant on. */
    public void agent(long now, long from, byte[] g711) {
        if (running) {
            settle(now);
            ahead.add(new Played(from, g711));
        }
    }

    /** What was sent and not played is taken back. */
    public void cleared(long now) {
        play(now);
        ahead.clear();
        waiting.clear();
        paused = false;
    }

    /** What was sent and not played waits. */
    public void paused(long now) {
        play(now);
        waiting.addAll(ahead);
        ahead.clear();
        paused = true;
        pausedAt = now;
    }

    public void resumed(long now) {
        if (paused) {
            paused = false;
            waiting.forEach(frame -> ahead.add(new Played(frame.from + now - pausedAt, frame.g711)));
            waiting.clear();
        }
    }

    /** The call is over. */
    public void close(long now) {
        if (begun) {
            play(now);
            open.forEach(sink::write);
            open.clear();
        }
        running = false;
        sink.close();
    }

    private void settle(long now) {
        play(now);
        while (!open.isEmpty() && firstOpen + SETTLES_AFTER <= frameAt(now) / BLOCK_FRAMES) {
            sink.write(open.remove());
            firstOpen++;
        }
    }

    /** What the caller has heard by now is on the tape. */
    private void play(long now) {
        while (!ahead.isEmpty() && ahead.element().from <= now) {
            Played frame = ahead.remove();
            put(frameAt(frame.from), RIGHT, frame.g711);
        }
    }

    private long frameAt(long instant) {
        return Math.max(0, (instant - begunAt) / FRAME_NANOS);
    }

    private void put(long frame, int side, byte[] g711) {
        long block = frame / BLOCK_FRAMES;
        if (block < firstOpen || block > firstOpen + LONGEST_GAP_BLOCKS) {
            return;
        }
        while (firstOpen + open.size() <= block) {
            byte[] silence = new byte[BLOCK_BYTES];
            Arrays.fill(silence, law.silence);
            open.add(silence);
            if (open.size() > SETTLES_AFTER + 1) { // after a gap: what lies so far back changes no more
                sink.write(open.remove());
                firstOpen++;
            }
        }
        byte[] target = open.size() == block - firstOpen + 1 ? open.getLast() : at((int) (block - firstOpen));
        int at = (int) (frame % BLOCK_FRAMES) * 2 * CompandingLaw.FRAME_BYTES + side;
        for (byte sample : g711) {
            target[at] = sample;
            at += 2;
        }
    }

    private byte[] at(int index) {
        return open.stream().skip(index).findFirst().orElseThrow();
    }
}
