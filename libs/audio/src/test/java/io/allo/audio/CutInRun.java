// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import io.allo.audio.CutInDetector.Decision;
import io.allo.audio.CutInSet.Item;
import java.time.Duration;

/** One item of a {@link CutInSet} against the detector, with what its decisions do. Times are from the first sound. */
final class CutInRun {
    private static final int NONE = Integer.MIN_VALUE;

    private final Item item;
    private final CutInDetector detector;
    private int firstPause = NONE;
    private int lastPause = NONE;
    private int cut = NONE;

    CutInRun(Item item, Duration confirm) {
        this.item = item;
        this.detector = new CutInDetector(confirm);
    }

    CutInRun run() {
        CutInLine line = new CutInLine(item);
        while (cut == NONE && line.next()) {
            detector.played(line.fromAgent());
            Decision decision = detector.next(line.fromCaller(), true, false);
            if (decision != Decision.NOTHING) {
                line.pause(decision == Decision.PAUSE);
            }
            if (decision == Decision.CUT) {
                cut = line.ms();
            } else if (decision == Decision.PAUSE) {
                lastPause = line.ms();
                firstPause = firstPause < 0 ? lastPause : firstPause;
            }
        }
        return this;
    }

    Item item() {
        return item;
    }

    boolean cut() {
        return cut != NONE;
    }

    boolean cutInVain() {
        return cut() && cut < 0;
    }

    boolean paused() {
        return firstPause != NONE;
    }

    /** From the first sound to the pause. */
    int pauseAfterMs() {
        return firstPause;
    }

    /** From the first sound to the decision. */
    int cutAfterMs() {
        return cut;
    }

    /** From the pause that was confirmed to the decision. */
    int confirmMs() {
        return cut - lastPause;
    }

    /** He was taken for one who only says a word, and began anew. */
    boolean resumedBefore() {
        return lastPause != firstPause;
    }
}
