// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The audio between the caller and the worker of the moment. Frames, marks and clears keep their order by going straight from
 * loop to loop, past the mailbox; the lock is held for a hand-over only. While no worker listens, keys and the last five
 * seconds of the caller wait here for the next one.
 */
final class AudioBridge implements MediaLegListener {
    /** Name of our own mark at the end of the queue; a worker's mark of this name is not told apart and not echoed. */
    private static final String DRAINED = "allo-internal:drained";

    private static final int KEPT_FRAMES = 250;
    private static final int KEPT_DIGITS = 32;
    private static final int SAMPLES_PER_MS = 8;

    private final Consumer<CallInput> inbox;
    private final CallTimers timers;
    private final PlayoutBudget budget;
    private final Deque<AudioFrame> heard = new ArrayDeque<>();
    private final Deque<Character> digits = new ArrayDeque<>();

    private @Nullable MediaLeg media;
    private @Nullable WorkerStream listener;
    private int epoch;
    private boolean keep;
    private boolean held = true;
    private boolean paused;

    AudioBridge(Consumer<CallInput> inbox, CallTimers timers) {
        this.inbox = inbox;
        this.timers = timers;
        this.budget = new PlayoutBudget(timers.now());
    }

    synchronized void attach(MediaLeg leg) {
        media = leg;
    }

    /** From now on only this worker is heard. */
    synchronized void speaker(int newEpoch) {
        epoch = newEpoch;
        paused = false;
        adjust();
    }

    /** Late words of a lost worker are not heard. */
    synchronized void nobodySpeaks() {
        epoch = 0;
        listener = null;
    }

    /** From the 200 on the caller's words are kept. */
    synchronized void keepHeard() {
        keep = true;
    }

    /** This worker hears the caller from here on, and first what was said while nobody listened. */
    synchronized void listen(WorkerStream stream) {
        stream.replay(List.copyOf(heard));
        digits.forEach(stream::digit);
        digits.clear();
        listener = stream;
    }

    /** The caller's ear is open: what was queued before starts to play. */
    synchronized void openEar() {
        held = false;
        adjust();
    }

    synchronized void playStored(Iterable<byte[]> frames) {
        int sequence = 0;
        for (byte[] payload : frames) {
            leg().play(new AudioFrame(sequence, 0, sequence * 20, false, payload));
            sequence++;
        }
    }

    synchronized void dropQueue() {
        budget.clear(timers.now());
        leg().clear();
    }

    /** Tells the inbox {@link CallInput.Drained} when all that is queued now was sent. */
    synchronized void reportDrained() {
        paused = false;
        adjust();
        leg().mark(DRAINED);
    }

    /** A frame from the worker. False when it stands too far ahead of the playout. */
    synchronized boolean play(int fromEpoch, AudioFrame frame) {
        if (fromEpoch != epoch) {
            return true;
        }
        Duration length = Duration.ofMillis(frame.payload().length / SAMPLES_PER_MS);
        if (!budget.admit(timers.now(), length)) {
            return false;
        }
        leg().play(frame);
        return true;
    }

    /** A media command of the worker. False when the message is none. */
    synchronized boolean command(int fromEpoch, StreamMessage message) {
        if (fromEpoch != epoch) {
            return false;
        }
        switch (message) {
            case StreamMessage.Mark mark -> leg().mark(mark.mark().name());
            case StreamMessage.Clear _ -> dropQueue();
            case StreamMessage.Pause _ -> pause(true);
            case StreamMessage.Resume _ -> pause(false);
            case StreamMessage.SendDtmf keys -> leg().sendDigits(keys.digits());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void pause(boolean on) {
        paused = on;
        adjust();
    }

    private void adjust() {
        boolean silent = held || paused;
        budget.play(timers.now(), !silent);
        if (silent) {
            leg().pause();
        } else {
            leg().resume();
        }
    }

    @Override
    public synchronized void audio(AudioFrame frame) {
        if (!keep) {
            return;
        }
        heard.addLast(frame);
        if (heard.size() > KEPT_FRAMES) {
            heard.removeFirst();
        }
        if (listener != null) {
            listener.audio(frame);
        }
    }

    @Override
    public synchronized void digit(char digit) {
        if (listener != null) {
            listener.digit(digit);
        } else if (digits.size() < KEPT_DIGITS) {
            digits.addLast(digit);
        }
    }

    @Override
    public void markPlayed(String name) {
        if (name.equals(DRAINED)) {
            inbox.accept(new CallInput.Drained());
            return;
        }
        synchronized (this) {
            if (listener != null) {
                listener.markPlayed(name);
            }
        }
    }

    @Override
    public synchronized void cleared(int item, long playedMs) {
        if (listener != null) {
            listener.cleared(item, playedMs);
        }
    }

    @Override
    public void mediaTimeout() {
        inbox.accept(new CallInput.MediaTimedOut());
    }

    private MediaLeg leg() {
        if (media == null) {
            throw new IllegalStateException("no media leg yet");
        }
        return media;
    }
}
