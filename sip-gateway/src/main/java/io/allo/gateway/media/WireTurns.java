// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.audio.AudioLevel;
import io.allo.audio.NoiseFloor;
import io.allo.audio.PeakLevel;
import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.TurnLatency;
import java.util.Arrays;

/**
 * How long a caller waits for an answer, as his ear has it: from his last voiced packet to the first voiced packet of what the
 * agent says next. Words of the agent are next when their item is another one than before; speech that was paused and goes on
 * is no answer. Where items are not numbered (a compatible worker's audio is all item 1) a pause begins new words. The
 * gateway's own sounds (item 0) and a worker's waiting tone answer nobody.
 *
 * <p>A packet from the caller is voiced when it is louder than line noise and than what may be the echo of the agent. Levels
 * only, so that it costs little and allocates nothing. One leg, one thread.
 */
final class WireTurns {
    private static final double ABOVE_NOISE_DB = 9;
    private static final double ECHO_LOSS_DB = 12;
    /** 500 ms: so late an echo may come. */
    private static final int ECHO_PACKETS = 25;

    /** Less is a click. */
    private static final int LEAST_SPOKEN_MS = 60;

    private static final int PAUSE_MS = 300;
    /** Words that begin sooner begin while the caller speaks, and answer nothing of that. */
    private static final long TALK_OVER_NANOS = 100_000_000;

    private static final int SAMPLES_PER_MS = 8;
    private static final long NANOS_PER_MS = 1_000_000;
    /** The latest so many are told of. */
    private static final int MOST = 512;

    private final Listener listener;
    private final NoiseFloor noise = new NoiseFloor();
    private final PeakLevel played = new PeakLevel(ECHO_PACKETS);
    private double loudestPlayed = AudioLevel.SILENCE_DBOV;
    private boolean speaking;
    /** What the caller said since the agent was heard last. */
    private int spokenMs;

    private long spokenUntilNanos;
    private int item;
    private int quietMs = PAUSE_MS;
    private boolean answering;

    private int[] turnsMs = new int[8];
    private int count;
    private TurnLatency summary = TurnLatency.NONE;

    /** Told of each answer that begins. */
    interface Listener {
        void turn(int item, long nanos);
    }

    WireTurns(Listener listener) {
        this.listener = listener;
    }

    /** A packet of the caller, in order. */
    void heard(byte[] g711, Codec law, long nowNanos) {
        double level = Companding.dbov(g711, law);
        double floor = noise.next(level, speaking);
        speaking = level > AudioLevel.VOICED_DBOV
                && level > floor + ABOVE_NOISE_DB
                && level > loudestPlayed - ECHO_LOSS_DB;
        if (speaking) {
            spokenMs += g711.length / SAMPLES_PER_MS;
            spokenUntilNanos = nowNanos;
        }
    }

    /** This packet from the queue is about to leave. */
    void plays(byte[] g711, Codec law, int ofItem) {
        double level = Companding.dbov(g711, law);
        loudestPlayed = played.next(level);
        if (level <= AudioLevel.VOICED_DBOV) {
            quietMs += g711.length / SAMPLES_PER_MS;
            return;
        }
        if (ofItem == AudioFrame.TONE_ITEM) {
            return; // the answer is still to come
        }
        boolean next = ofItem != item || (ofItem == 1 && quietMs >= PAUSE_MS);
        answering = next && ofItem > 0 && spokenMs >= LEAST_SPOKEN_MS;
        spokenMs = 0;
        quietMs = 0;
        item = ofItem;
    }

    /** Nothing of ours is about to leave for so many samples. */
    void playsNothing(int samples) {
        loudestPlayed = played.next(AudioLevel.SILENCE_DBOV);
        quietMs += samples / SAMPLES_PER_MS;
    }

    /** What was about to leave has left. */
    void sent(long nowNanos) {
        if (answering) {
            answering = false;
            long waited = nowNanos - spokenUntilNanos;
            if (waited >= TALK_OVER_NANOS) {
                took(waited);
            }
        }
    }

    /** What the caller said was for somebody else. */
    void forget() {
        spokenMs = 0;
    }

    /** So far. */
    TurnLatency summary() {
        return summary;
    }

    private void took(long nanos) {
        if (count < MOST && count == turnsMs.length) {
            turnsMs = Arrays.copyOf(turnsMs, 2 * count);
        }
        turnsMs[count % MOST] = (int) (nanos / NANOS_PER_MS);
        count++;
        summary = TurnLatency.of(count, Arrays.copyOf(turnsMs, Math.min(count, MOST)));
        listener.turn(item, nanos);
    }
}
