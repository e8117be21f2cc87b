// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
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
    private static final int TARGET_FRAMES = 10;
    private static final byte ALAW_SILENCE = (byte) 0xd5;
    private static final byte ULAW_SILENCE = (byte) 0xff;
    private static final int SAMPLES_PER_MS = 8;

    private final Consumer<CallInput> inbox;
    private final CallTimers timers;
    private final CallTelemetry.CallTrace trace;
    private final PlayoutBudget budget;
    private final Deque<AudioFrame> heard = new ArrayDeque<>();
    private final Deque<Character> digits = new ArrayDeque<>();

    /** What the person on the other end of a transfer said, for a worker that talks to him. */
    private final Deque<byte[]> target = new ArrayDeque<>();

    private Partner partner = Partner.CALLER;
    private @Nullable MediaLeg media;
    private @Nullable MediaLeg targetLeg;
    private byte silence;
    private int ownClears;
    private @Nullable WorkerStream listener;
    private int epoch;
    private boolean keep;
    private boolean held = true;
    private boolean paused;

    /** With whom the worker talks. */
    private enum Partner {
        CALLER,
        /** The caller hears that it rings; the worker hears silence. */
        NOBODY,
        /** The person that the caller is to be handed to. */
        TARGET
    }

    AudioBridge(Consumer<CallInput> inbox, CallTimers timers, CallTelemetry.CallTrace trace) {
        this.inbox = inbox;
        this.timers = timers;
        this.trace = trace;
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

    /** What was played before the answer is dropped, and what a worker says from here on waits for the caller. */
    synchronized void closeEar() {
        held = true;
        dropOwnQueue();
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

    /** From here on the worker is not heard, and hears silence at real time; the caller's ear is the gateway's. */
    synchronized void toNobody(NegotiatedAudio.Codec law) {
        silence = law == NegotiatedAudio.Codec.PCMA ? ALAW_SILENCE : ULAW_SILENCE;
        pause(false);
        partner = Partner.NOBODY;
        targetLeg = null;
        dropOwnQueue();
    }

    /** The worker talks to this leg, unheard by the caller. */
    synchronized void toTarget(MediaLeg leg) {
        partner = Partner.TARGET;
        targetLeg = leg;
        budget.clear(timers.now());
    }

    /** The worker has the caller again. */
    synchronized void toCaller() {
        if (partner != Partner.CALLER) {
            partner = Partner.CALLER;
            targetLeg = null;
            target.clear();
            dropOwnQueue();
        }
    }

    /** The caller's queue is dropped by the gateway itself: the worker is not told what was cut. */
    synchronized void dropOwnQueue() {
        ownClears++;
        dropQueue();
    }

    /** The person on the other end of a transfer says something. */
    synchronized void targetSaid(AudioFrame frame) {
        if (partner == Partner.TARGET && target.size() < TARGET_FRAMES) {
            target.addLast(frame.payload());
        }
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
        switch (partner) {
            case CALLER -> leg().play(frame);
            case TARGET -> targetLeg().play(frame);
            case NOBODY -> {}
        }
        return true;
    }

    /** A media command of the worker. False when the message is none. */
    synchronized boolean command(int fromEpoch, StreamMessage message) {
        if (fromEpoch != epoch) {
            return false;
        }
        switch (message) {
            case StreamMessage.Mark mark -> mark(mark.mark().name());
            case StreamMessage.Clear _ -> clear();
            case StreamMessage.Pause _ -> pause(true);
            case StreamMessage.Resume _ -> pause(false);
            case StreamMessage.SendDtmf keys -> leg().sendDigits(keys.digits());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void mark(String name) {
        switch (partner) {
            case CALLER -> leg().mark(name);
            case TARGET -> targetLeg().mark(name);
            case NOBODY -> markPlayed(name);
        }
    }

    private void clear() {
        budget.clear(timers.now());
        switch (partner) {
            case CALLER -> leg().clear();
            case TARGET -> targetLeg().clear();
            case NOBODY -> cleared(0, 0);
        }
    }

    private void pause(boolean on) {
        if (partner == Partner.CALLER) {
            paused = on;
            adjust();
        }
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
    public synchronized void audio(AudioFrame fromCaller) {
        if (!keep) {
            return;
        }
        AudioFrame frame = partner == Partner.CALLER ? fromCaller : instead(fromCaller);
        heard.addLast(frame);
        if (heard.size() > KEPT_FRAMES) {
            heard.removeFirst();
        }
        if (listener != null) {
            listener.audio(frame);
        }
    }

    /** A frame at the caller's pace with what the worker may hear now: its time must not stand still. */
    private AudioFrame instead(AudioFrame frame) {
        byte[] said = target.pollFirst();
        if (said == null) {
            said = new byte[frame.payload().length];
            Arrays.fill(said, silence);
        }
        return new AudioFrame(frame.sequence(), frame.item(), frame.offsetMs(), true, said);
    }

    @Override
    public synchronized void digit(char digit) {
        if (partner != Partner.CALLER) {
            return;
        }
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
        if (ownClears > 0) {
            ownClears--;
            return;
        }
        if (listener != null) {
            listener.cleared(item, playedMs);
        }
    }

    @Override
    public void turn(int item, long nanos) {
        Duration waited = Duration.ofNanos(nanos);
        trace.turn(waited);
        synchronized (this) {
            if (listener != null && partner == Partner.CALLER) {
                listener.answerHeard(item, waited.toMillis());
            }
        }
    }

    @Override
    public void mediaTimeout() {
        inbox.accept(new CallInput.MediaTimedOut());
    }

    private MediaLeg targetLeg() {
        if (targetLeg == null) {
            throw new IllegalStateException("nobody to talk to");
        }
        return targetLeg;
    }

    private MediaLeg leg() {
        if (media == null) {
            throw new IllegalStateException("no media leg yet");
        }
        return media;
    }
}
