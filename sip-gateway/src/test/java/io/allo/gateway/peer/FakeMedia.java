// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallQuality;
import io.allo.gateway.call.MediaLeg;
import io.allo.gateway.call.MediaLegFactory;
import io.allo.gateway.call.MediaLegListener;
import io.allo.gateway.call.NegotiatedAudio;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Media legs without sockets: they keep what they are told, play in no time, and speak when the test says so. */
public final class FakeMedia implements MediaLegFactory {
    private final List<Leg> legs = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean exhausted;

    @Override
    public Leg open(CallId callId, MediaLegListener listener) {
        if (exhausted) {
            throw new NoMediaPortException(20000, 20010);
        }
        open.incrementAndGet();
        Leg leg = new Leg(listener);
        legs.add(leg);
        return leg;
    }

    public void exhausted(boolean on) {
        exhausted = on;
    }

    /** Legs that were not closed. */
    public int openLegs() {
        return open.get();
    }

    /** All, oldest first. */
    public List<Leg> legs() {
        return List.copyOf(legs);
    }

    public Leg last() {
        return legs.getLast();
    }

    /** One leg. */
    public final class Leg implements MediaLeg {
        private final MediaLegListener listener;
        private final List<String> log = new CopyOnWriteArrayList<>();
        private final List<String> heldMarks = new CopyOnWriteArrayList<>();
        private volatile @Nullable NegotiatedAudio audio;
        private volatile boolean sending;
        private volatile boolean paused;
        private volatile boolean talking;
        private volatile boolean closed;
        private volatile @Nullable Leg bridged;

        Leg(MediaLegListener listener) {
            this.listener = listener;
        }

        @Override
        public int localPort() {
            return 20000;
        }

        @Override
        public void streamCodec(NegotiatedAudio.Codec codec) {
            log.add("codec " + codec);
        }

        @Override
        public void negotiated(NegotiatedAudio agreed) {
            audio = agreed;
            log.add("negotiated " + agreed.codec() + " " + agreed.direction());
        }

        @Override
        public void startSending() {
            sending = true;
            log.add("sending");
        }

        @Override
        public void play(AudioFrame frame) {
            log.add("play " + frame.payload()[0]);
        }

        @Override
        public void mark(String name) {
            if (paused || talking) {
                heldMarks.add(name);
            } else {
                listener.markPlayed(name);
            }
        }

        @Override
        public void clear() {
            log.add("clear");
            listener.cleared(1, 40);
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
            reportMarks();
        }

        @Override
        public void sendDigits(String digits) {
            log.add("digits " + digits);
        }

        @Override
        public void bridge(MediaLeg other) {
            unbridge();
            other.unbridge();
            bridged = (Leg) other;
            ((Leg) other).bridged = this;
            log.add("bridged");
            ((Leg) other).log.add("bridged");
        }

        @Override
        public void unbridge() {
            Leg other = bridged;
            if (other != null) {
                bridged = null;
                log.add("unbridged");
                other.bridged = null;
                other.log.add("unbridged");
            }
        }

        @Override
        public void infoDigit(char digit) {
            Leg other = bridged;
            if (other != null) {
                other.sendDigits(String.valueOf(digit));
            } else {
                listener.digit(digit);
            }
        }

        @Override
        public CallQuality quality() {
            return CallQuality.NONE;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                unbridge();
                open.decrementAndGet();
            }
        }

        /** Long words are playing: their marks come when they are over. */
        public void talking(boolean on) {
            talking = on;
            reportMarks();
        }

        private void reportMarks() {
            if (!paused && !talking) {
                List<String> reached = List.copyOf(heldMarks);
                heldMarks.clear();
                reached.forEach(listener::markPlayed);
            }
        }

        /** The caller says something. */
        public void speak() {
            listener.audio(new AudioFrame(0, 0, 0, false, new byte[160]));
        }

        public MediaLegListener listener() {
            return listener;
        }

        public List<String> log() {
            return List.copyOf(log);
        }

        public @Nullable NegotiatedAudio audio() {
            return audio;
        }

        public boolean isSending() {
            return sending;
        }

        public boolean isPaused() {
            return paused;
        }

        /** The leg on the other side of the bridge, null when there is none. */
        public @Nullable Leg bridged() {
            return bridged;
        }

        public boolean isClosed() {
            return closed;
        }
    }
}
