// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.EndReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item: what is said in one go, sentence by sentence, and how much of it was heard. Written by {@link Speaker}; one
 * call, one mailbox.
 */
final class Utterance {
    final int item;
    final Kind kind;

    final Deque<String> unspoken = new ArrayDeque<>();
    private final List<Spoken> spoken = new ArrayList<>();
    private final StringBuilder liveWords = new StringBuilder();
    private int liveMs;
    private byte[] unframed = {};
    private int lengthMs;
    /** No sentence follows. */
    boolean complete;
    /** Cut by the caller: the rest stays unsaid. */
    boolean cut;
    /** Its mark is queued behind its audio. */
    boolean marked;
    /** Its mark came back, or nothing of it sounds any more. */
    boolean over;

    final KeptSpans kept;

    Utterance(int item, Kind kind, KeptSentences kept) {
        this.item = item;
        this.kind = kind;
        this.kept = new KeptSpans(kept);
    }

    /** Whose words, and whether a key may cut them. */
    enum Kind {
        /** The engine's: it is told what was heard of them. */
        AGENT,
        /** The line's own. */
        PROMPT,
        /** Goodbyes and apologies: heard to their end. */
        LAST_WORDS
    }

    /** May the caller's voice stop it? Last words, and what must be heard by law, are said to their end. */
    boolean interruptible() {
        return kind == Kind.AGENT || kind == Kind.PROMPT;
    }

    private record Spoken(String sentence, int fromMs, int toMs) {}

    /** What follows an item once it was heard. */
    sealed interface Afterwards {
        record Listen() implements Afterwards {}

        record HangUp(EndReason reason) implements Afterwards {}

        /** @param reason what it is about, null when unknown */
        record Transfer(String target, @Nullable String reason) implements Afterwards {}
    }

    @Nullable
    Afterwards afterwards;

    int lengthMs() {
        return lengthMs + liveMs;
    }

    /** The next words of a model that speaks itself; they belong to the audio that comes with them. */
    void words(String delta) {
        liveWords.append(delta);
        keptOfLive();
    }

    /** Audio comes in pieces of any length and leaves in frames: what makes no whole frame waits for the next piece. */
    byte[] wholeFrames(byte[] g711) {
        int all = unframed.length + g711.length;
        byte[] joined = Arrays.copyOf(unframed, all);
        System.arraycopy(g711, 0, joined, unframed.length, g711.length);
        int whole = all - all % CompandingLaw.FRAME_BYTES;
        unframed = Arrays.copyOfRange(joined, whole, all);
        return whole == all ? joined : Arrays.copyOf(joined, whole);
    }

    /** What is left over at the end. */
    byte[] lastFrame() {
        byte[] rest = unframed;
        unframed = new byte[0];
        return rest;
    }

    /** So much more audio of a model that speaks itself. */
    void sounded(int ms) {
        liveMs += ms;
        keptOfLive();
    }

    /** No sentence follows, nor audio. */
    void completed() {
        complete = true;
        keptOfLive();
    }

    private void keptOfLive() {
        kept.live(liveWords, lengthMs, liveMs, complete);
    }

    void spoke(String sentence, int ms) {
        spoken.add(new Spoken(sentence, lengthMs, lengthMs + ms));
        lengthMs += ms;
        kept.ended(lengthMs);
    }

    /** The words heard after so many milliseconds: whole sentences, and of the last one its part, cut between two words. */
    String heard(long playedMs) {
        StringBuilder heard = new StringBuilder();
        for (Spoken part : spoken) {
            if (playedMs <= part.fromMs) {
                break;
            }
            heard.append(heard.isEmpty() ? "" : " ").append(partHeard(part, playedMs));
        }
        if (playedMs > lengthMs && liveMs > 0) {
            heard.append(heard.isEmpty() ? "" : " ")
                    .append(partHeard(new Spoken(liveWords.toString().strip(), lengthMs, lengthMs()), playedMs));
        }
        return heard.toString().strip();
    }

    private static String partHeard(Spoken part, long playedMs) {
        if (playedMs >= part.toMs) {
            return part.sentence;
        }
        double share = (playedMs - part.fromMs) / (double) (part.toMs - part.fromMs);
        int letters = (int) (share * part.sentence.length());
        int space = part.sentence.lastIndexOf(' ', letters);
        return space > 0 ? part.sentence.substring(0, space) : "";
    }
}
