// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import io.allo.audio.CutInSet.Item;
import java.util.Arrays;

/** The line of one item: what both ends hear in each frame. A paused agent is silent, and so is his echo a moment later. */
final class CutInLine {
    private static final int FRAME = 160;
    /** From a decision to the far end's ear: two frames. */
    private static final int COMMAND_FRAMES = 2;

    private final Item item;
    private final short[] played;
    private int agentAt;
    private int at = -FRAME;
    private boolean paused;
    private boolean silent;
    private int effective;

    CutInLine(Item item) {
        this.item = item;
        this.played = new short[item.caller().length];
    }

    /** @return false: it is over */
    boolean next() {
        at += FRAME;
        if (at + FRAME > item.caller().length) {
            return false;
        }
        if (at >= effective) {
            silent = paused;
        }
        if (!silent) {
            System.arraycopy(item.agent(), agentAt, played, at, FRAME);
            agentAt += FRAME;
        }
        return true;
    }

    void pause(boolean on) {
        paused = on;
        effective = at + COMMAND_FRAMES * FRAME;
    }

    short[] fromAgent() {
        return Arrays.copyOfRange(played, at, at + FRAME);
    }

    /** The caller's end with the agent's echo, through A-law. */
    short[] fromCaller() {
        short[] frame = Arrays.copyOfRange(item.caller(), at, at + FRAME);
        for (int i = 0; i < FRAME && item.echoDelay() >= 0; i++) {
            int from = at + i - item.echoDelay();
            frame[i] = (short) Math.clamp(frame[i] + (from < 0 ? 0 : played[from] / 10), -32_768, 32_767);
        }
        return G711.decodeAlaw(G711.encodeAlaw(frame));
    }

    /** The end of this frame, from the first sound on; before it, negative. */
    int ms() {
        return (at + FRAME) / CutInSounds.ms(1) - item.onset() / CutInSounds.ms(1);
    }
}
