// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import io.allo.audio.CutInDetector.Decision;
import io.allo.audio.CutInSet.Item;
import java.time.Duration;
import java.util.Arrays;

/**
 * One item of the {@link CutInSet} against the detector, with what its decisions do: a paused agent is silent, and so is his echo
 * a moment later.
 */
final class CutInRun {
    private static final int FRAME = 160;
    private static final int NONE = -1;
    /** From the decision to the far end's ear: two frames. */
    private static final int COMMAND_FRAMES = 2;

    private final Item item;
    private final CutInDetector detector;
    private final short[] played;
    private int agentAt;
    private int pauses;
    private int pauseMs = NONE;
    private int cutMs = NONE;

    CutInRun(Item item, Duration confirm) {
        this.item = item;
        this.detector = new CutInDetector(confirm);
        this.played = new short[item.caller().length];
    }

    CutInRun run() {
        boolean paused = false;
        int effective = 0;
        boolean silent = false;
        for (int at = 0; at + FRAME <= item.caller().length && cutMs == NONE; at += FRAME) {
            if (at >= effective) {
                silent = paused;
            }
            if (!silent) {
                System.arraycopy(item.agent(), agentAt, played, at, FRAME);
                agentAt += FRAME;
            }
            detector.played(Arrays.copyOfRange(played, at, at + FRAME));
            Decision decision = detector.next(heard(at), true, false);
            if (decision == Decision.NOTHING) {
                continue;
            }
            paused = decision == Decision.PAUSE;
            effective = at + COMMAND_FRAMES * FRAME;
            int now = (at + FRAME) / CutInSounds.ms(1);
            if (decision == Decision.CUT) {
                cutMs = now;
            } else if (paused) {
                pauses++;
                pauseMs = pauseMs == NONE || pauseMs < onsetMs() ? now : pauseMs;
            }
        }
        return this;
    }

    /** The caller's end with the agent's echo, through A-law. */
    private short[] heard(int at) {
        short[] frame = Arrays.copyOfRange(item.caller(), at, at + FRAME);
        for (int i = 0; i < FRAME && item.echoDelay() >= 0; i++) {
            int from = at + i - item.echoDelay();
            frame[i] = (short) Math.clamp(frame[i] + (from < 0 ? 0 : played[from] / 10), -32_768, 32_767);
        }
        return G711.decodeAlaw(G711.encodeAlaw(frame));
    }

    Item item() {
        return item;
    }

    private int onsetMs() {
        return item.onset() / CutInSounds.ms(1);
    }

    boolean cut() {
        return cutMs != NONE;
    }

    boolean cutInVain() {
        return cut() && cutMs < onsetMs();
    }

    int pauses() {
        return pauses;
    }

    boolean paused() {
        return pauseMs != NONE;
    }

    /** From the first sound to the pause. */
    int pauseAfterMs() {
        return pauseMs - onsetMs();
    }

    /** From the first sound to the decision. */
    int cutAfterMs() {
        return cutMs - onsetMs();
    }
}
