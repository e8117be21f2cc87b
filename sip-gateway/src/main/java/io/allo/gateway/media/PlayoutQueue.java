// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.MediaLegListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * What the caller is about to hear: frames and, between them, marks. Knows which utterance was heard how far, so that after a
 * barge-in the model can be told what it really said. Cuts frames to packets of any length. One thread.
 */
final class PlayoutQueue {
    private static final int BYTES_PER_MS = 8;

    private final int maxBytes;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<String> reached = new ArrayList<>();
    private int waitingBytes;
    /** Bytes of the first frame that were taken already. */
    private int taken;

    private int item;
    private long playedMs;

    private sealed interface Entry {
        record Audio(AudioFrame frame) implements Entry {}

        record Mark(String name) implements Entry {}
    }

    PlayoutQueue(Duration limit) {
        this.maxBytes = Math.toIntExact(limit.toMillis() * BYTES_PER_MS);
    }

    /** @return false when the queue is full: the frame is dropped */
    boolean play(AudioFrame frame) {
        if (waitingBytes + frame.payload().length > maxBytes) {
            return false;
        }
        entries.add(new Entry.Audio(frame));
        waitingBytes += frame.payload().length;
        return true;
    }

    /** Reported by {@link #reportMarks} once all audio before it was taken. */
    void mark(String name) {
        if (entries.isEmpty()) {
            reached.add(name);
        } else {
            entries.add(new Entry.Mark(name));
        }
    }

    /**
     * Fills a packet's payload, with silence where no audio waits.
     *
     * @return true when it holds any audio
     */
    boolean take(byte[] payload, byte silence) {
        int filled = 0;
        while (filled < payload.length && !entries.isEmpty()) {
            switch (entries.getFirst()) {
                case Entry.Mark _ -> reachMarks();
                case Entry.Audio audio -> filled += takeFrom(audio.frame(), payload, filled);
            }
        }
        reachMarks();
        Arrays.fill(payload, filled, payload.length, silence);
        return filled > 0;
    }

    /** Reports the marks whose audio was taken. Called after the packet has left. */
    void reportMarks(MediaLegListener listener) {
        if (!reached.isEmpty()) {
            reached.forEach(listener::markPlayed);
            reached.clear();
        }
    }

    /** Drops everything and reports what was heard, then the marks. */
    void clear(MediaLegListener listener) {
        for (Entry entry : entries) {
            if (entry instanceof Entry.Mark mark) {
                reached.add(mark.name());
            }
        }
        entries.clear();
        waitingBytes = 0;
        taken = 0;
        listener.cleared(item, playedMs);
        item = 0;
        playedMs = 0;
        reportMarks(listener);
    }

    /** Of the audio that was taken last; 0 when none since the last clear. */
    int item() {
        return item;
    }

    int waitingMs() {
        return waitingBytes / BYTES_PER_MS;
    }

    private int takeFrom(AudioFrame frame, byte[] payload, int filled) {
        byte[] audio = frame.payload();
        int count = Math.min(audio.length - taken, payload.length - filled);
        System.arraycopy(audio, taken, payload, filled, count);
        taken += count;
        waitingBytes -= count;
        item = frame.item();
        playedMs = frame.offsetMs() + (long) taken / BYTES_PER_MS;
        if (taken == audio.length) {
            entries.removeFirst();
            taken = 0;
        }
        return count;
    }

    private void reachMarks() {
        while (entries.peekFirst() instanceof Entry.Mark mark) {
            reached.add(mark.name());
            entries.removeFirst();
        }
    }
}
