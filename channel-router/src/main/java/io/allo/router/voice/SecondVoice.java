// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The voice of a person of the business who talks in the call: laid over what the agent says, alone where the agent is silent, and
 * laid over the caller's voice for the agent's ears. Silence is not sent: it would count as somebody's words. One call, one mailbox.
 */
final class SecondVoice {
    /** 240 ms; what comes faster than it is heard is dropped at its old end. */
    private static final int MOST = 12;
    /** Of a linear sample; about -42 dBov. */
    private static final int QUIET = 260;
    /** So many frames after a voice still belong to it: 400 ms. */
    private static final int HANGOVER = 20;

    private final CompandingLaw law;
    private final Deque<byte[]> forCaller = new ArrayDeque<>();
    private final Deque<byte[]> forAgent = new ArrayDeque<>();
    private boolean open;
    private int belongs;

    SecondVoice(CompandingLaw law) {
        this.law = law;
    }

    void open() {
        open = true;
    }

    void close() {
        open = false;
        belongs = 0;
        forCaller.clear();
        forAgent.clear();
    }

    /** 20 ms of µ-law as they come. @return the same in the call's law, null: nothing that is to be heard */
    byte @Nullable [] add(byte[] ulaw) {
        if (!open || ulaw.length != CompandingLaw.FRAME_BYTES) {
            return null;
        }
        short[] pcm = CompandingLaw.ULAW.decode(ulaw);
        belongs = loud(pcm) ? HANGOVER : Math.max(0, belongs - 1);
        byte[] frame = law == CompandingLaw.ULAW ? ulaw : law.encode(pcm);
        if (belongs > 0) {
            keep(forCaller, frame);
            keep(forAgent, frame);
        }
        return frame;
    }

    private static boolean loud(short[] pcm) {
        long sum = 0;
        for (short sample : pcm) {
            sum += (long) sample * sample;
        }
        return sum > (long) QUIET * QUIET * pcm.length;
    }

    private static void keep(Deque<byte[]> frames, byte[] frame) {
        frames.add(frame);
        if (frames.size() > MOST) {
            frames.remove();
        }
    }

    /** Is there something to be heard? */
    boolean sounds() {
        return !forCaller.isEmpty();
    }

    /** The next frame by itself. Only while it {@link #sounds}. */
    byte[] next() {
        return forCaller.remove();
    }

    /** The agent's frame with his voice over it. */
    byte[] over(byte[] agent) {
        return forCaller.isEmpty() ? agent : mixed(agent, forCaller.remove());
    }

    /** The caller's frame with his voice over it. */
    byte[] with(byte[] caller) {
        return forAgent.isEmpty() || caller.length != CompandingLaw.FRAME_BYTES
                ? caller
                : mixed(caller, forAgent.remove());
    }

    private byte[] mixed(byte[] one, byte[] other) {
        short[] sum = law.decode(one);
        short[] added = law.decode(other);
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (short) Math.clamp((int) sum[i] + added[i], Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return law.encode(sum);
    }
}
