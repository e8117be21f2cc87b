// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.media.AudioFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The queue between the synthesizer and the socket. Audio leaves in frames of 20 ms, a little ahead of the ear
 * ({@link VoiceRules#playoutLead}) and never faster: what is queued here can still be taken back, what is in the kernel
 * cannot. Nothing leaves before {@link #open}. While the socket does not take frames they wait; one that is late is
 * dropped and counted. An opening goes in front of everything else and cannot be taken back. One call, one mailbox.
 */
final class Playout {
    private static final int FRAME_MS = 20;
    private static final long FRAME_NANOS = Duration.ofMillis(FRAME_MS).toNanos();
    /** Frames are topped up by five: one wake-up of the far end instead of five. */
    private static final long TOP_UP_NANOS = 5 * FRAME_NANOS;

    private final CallLine line;
    private final Mailbox mailbox;
    private final CompandingLaw law;
    private final long leadNanos;
    private final int unsentLimit;
    private final Listener listener;
    private final CallTape tape;
    private final SecondVoice second;
    private final Deque<Entry> queue = new ArrayDeque<>();
    private int queuedBytes;
    private final Deque<Entry> opening = new ArrayDeque<>();
    private boolean openingOn;
    /** When the far end has played the opening, as far as it was sent. */
    private long openingUntil;

    private boolean open;
    private boolean held;
    private boolean awaiting;
    private int sequence;
    private int lastItem;
    private int lastItemMs;
    /** When the far end has played what it was sent. */
    private long playedUntil;

    private long pausedAhead;
    private boolean paused;
    private long pausedAt;
    private final SentFrames sentFrames = new SentFrames();

    /** Told in the mailbox. */
    interface Listener {
        /** The first frame of the call has left. */
        void firstFrame();

        void dropped(int frames);

        /** The first frame of this item has left. */
        void began(int item);
    }

    Playout(CallLine line, Mailbox mailbox, CompandingLaw law, VoiceRules rules, CallTape tape, Listener listener) {
        this.line = line;
        this.mailbox = mailbox;
        this.law = law;
        this.leadNanos = rules.playoutLead().toNanos();
        this.unsentLimit = rules.unsentLimit();
        this.listener = listener;
        this.tape = tape;
        this.second = new SecondVoice(law);
        this.playedUntil = mailbox.nanoTime();
    }

    private sealed interface Entry {
        final class Audio implements Entry {
            final int item;
            final byte[] bytes;
            int at;
            int offsetMs;

            Audio(int item, int offsetMs, byte[] bytes) {
                this.item = item;
                this.offsetMs = offsetMs;
                this.bytes = bytes;
            }
        }

        record Mark(String name, Runnable sent) implements Entry {}
    }

    /** Queues a piece of an item that starts at {@code offsetMs} of it. The bytes are not copied. */
    void audio(int item, int offsetMs, byte[] g711) {
        if (queue.isEmpty()) {
            startFromNow(); // time that passed while there was nothing to send makes nothing late
        }
        queue.add(new Entry.Audio(item, offsetMs, g711));
        queuedBytes += g711.length;
    }

    /** Queues a mark behind the audio; {@code sent} runs when it is on its way. */
    void mark(String name, Runnable sent) {
        queue.add(new Entry.Mark(name, sent));
    }

    /** An opening comes: until {@link #endOpening} all other audio waits behind it. */
    void beginOpening() {
        openingOn = true;
    }

    /** Queues a piece of the opening. */
    void openingAudio(int item, int offsetMs, byte[] g711) {
        if (opening.isEmpty()) {
            startFromNow();
        }
        opening.add(new Entry.Audio(item, offsetMs, g711));
    }

    /** Queues a mark behind the opening. */
    void markOpening(String name, Runnable sent) {
        opening.add(new Entry.Mark(name, sent));
        tick();
    }

    /** The other audio may follow. */
    void endOpening() {
        openingOn = false;
        startFromNow();
        tick();
    }

    /** Is the caller still to hear the opening, or asked to answer it? */
    boolean opening() {
        return openingOn || !opening.isEmpty() || mailbox.nanoTime() < openingUntil;
    }

    /** The call was answered: audio flows from here on. */
    void open() {
        open = true;
        playedUntil = mailbox.nanoTime();
        tick();
    }

    /** On hold nothing is sent and nothing is lost. */
    void hold(boolean on) {
        held = on;
        startFromNow();
    }

    /** Whether somebody else is to be heard first: nothing is sent and nothing is lost. */
    void await(boolean on) {
        awaiting = on;
        startFromNow();
        tick();
    }

    /** What is left of the opening is not said. */
    void dropOpening() {
        opening.clear();
        openingOn = false;
    }

    /** The far end plays nothing meanwhile and keeps what it has; so does this queue. */
    void pause() {
        paused = true;
        pausedAt = mailbox.nanoTime();
        pausedAhead = Math.max(0, playedUntil - pausedAt);
        tape.paused();
    }

    void resume() {
        if (paused) {
            paused = false;
            tape.resumed();
            playedUntil = mailbox.nanoTime() + pausedAhead;
            sentFrames.later(mailbox.nanoTime() - pausedAt);
            tick();
        }
    }

    /** The next frame that the caller has begun to hear, by the clock; each once, null: no other one yet. */
    byte @Nullable [] sounding() {
        return paused ? null : sentFrames.sounding(mailbox.nanoTime());
    }

    private void startFromNow() {
        playedUntil = Math.max(playedUntil, mailbox.nanoTime());
    }

    /** Takes back what was not heard, here and at the far end. Nothing of an opening. */
    void clear() {
        drop();
        if (opening()) {
            return;
        }
        paused = false;
        sentFrames.forget();
        tape.cleared();
        playedUntil = mailbox.nanoTime();
        line.clear();
    }

    /** Takes back what has not left. */
    void drop() {
        queue.clear();
        queuedBytes = 0;
    }

    /** Nothing sounds and nothing waits, and it could. */
    boolean idle() {
        return open && !held && !awaiting && !paused && queue.isEmpty() && aheadMs() == 0;
    }

    /** How much audio waits here. */
    Duration backlog() {
        return Duration.ofMillis(queuedBytes / 8);
    }

    /** How much of what was sent the far end has still to play, by the clock. */
    long aheadMs() {
        long ahead = paused ? pausedAhead : playedUntil - mailbox.nanoTime();
        return Math.max(0, ahead) / 1_000_000;
    }

    /** How much of this item has left, in milliseconds from its start. */
    int sentMs(int item) {
        return item == lastItem ? lastItemMs : 0;
    }

    /** Sends what is due. Every 20 ms, and whenever something came into an idle queue. */
    void tick() {
        Entry due = due();
        if (!open || held || awaiting || paused) {
            return;
        }
        if (due == null) {
            alone();
            return;
        }
        long now = mailbox.nanoTime();
        if (playedUntil - now > leadNanos - TOP_UP_NANOS && due instanceof Entry.Audio) {
            return;
        }
        while (due != null && sendNext(due, now)) {
            due = due();
        }
    }

    /** Somebody else talks where the agent is silent. */
    private void alone() {
        long now = mailbox.nanoTime();
        long from = Math.max(playedUntil, now);
        while (second.sounds() && from + FRAME_NANOS - now <= leadNanos && line.unsent() < unsentLimit) {
            byte[] payload = second.next();
            sentFrames.sent(from, payload);
            tape.agent(from, payload);
            line.audio(new AudioFrame(sequence++ & 0xFFFF, AudioFrame.TONE_ITEM, 0, false, payload));
            from += FRAME_NANOS;
            playedUntil = from;
        }
    }

    /** A person who talks in the call beside the agent, or in its place. */
    SecondVoice second() {
        return second;
    }

    private @Nullable Entry due() {
        return !opening.isEmpty() ? opening.peek() : openingOn ? null : queue.peek();
    }

    private void removeDue() {
        (opening.isEmpty() ? queue : opening).remove();
    }

    private boolean sendNext(Entry due, long now) {
        return switch (due) {
            case Entry.Mark mark -> {
                removeDue();
                line.mark(mark.name());
                mark.sent().run();
                yield true;
            }
            case Entry.Audio audio -> sendFrame(audio, now);
        };
    }

    private boolean sendFrame(Entry.Audio audio, long now) {
        long from = Math.max(playedUntil, now);
        if (from + FRAME_NANOS - now > leadNanos) {
            return false;
        }
        boolean late = playedUntil + FRAME_NANOS < now;
        boolean stuck = line.unsent() >= unsentLimit;
        if (stuck && !late) {
            return false;
        }
        boolean inOpening = !opening.isEmpty();
        byte[] payload = second.over(next(audio));
        if (stuck) {
            listener.dropped(1);
            playedUntil += FRAME_NANOS;
            return true;
        }
        sentFrames.sent(from, payload);
        tape.agent(from, payload);
        line.audio(new AudioFrame(sequence++ & 0xFFFF, audio.item, audio.offsetMs - FRAME_MS, false, payload));
        if (lastItem == 0) {
            listener.firstFrame();
        }
        if (lastItem != audio.item) {
            listener.began(audio.item);
        }
        lastItem = audio.item;
        lastItemMs = audio.offsetMs;
        playedUntil = from + FRAME_NANOS;
        if (inOpening) {
            openingUntil = playedUntil;
        }
        return true;
    }

    /** Cuts the next frame; the last one of a piece is filled up with silence. */
    private byte[] next(Entry.Audio audio) {
        int end = Math.min(audio.bytes.length, audio.at + CompandingLaw.FRAME_BYTES);
        byte[] payload = Arrays.copyOfRange(audio.bytes, audio.at, audio.at + CompandingLaw.FRAME_BYTES);
        Arrays.fill(payload, end - audio.at, payload.length, law.silence);
        if (opening.isEmpty()) {
            queuedBytes -= end - audio.at;
        }
        audio.at = end;
        audio.offsetMs += FRAME_MS;
        if (audio.at == audio.bytes.length) {
            removeDue();
        }
        return payload;
    }
}
