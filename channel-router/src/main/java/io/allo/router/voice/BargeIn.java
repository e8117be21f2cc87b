// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Silences the agent when the caller presses a key or speaks, and tells the engine how much was heard, before the caller's next turn:
 * the gateway says what it really played ({@code cleared}); where it does not, the clock does. One call, one mailbox.
 */
final class BargeIn {
    /** How long the gateway's answer to {@code clear} is waited for. */
    private static final Duration REPORT = Duration.ofMillis(250);
    /** The end of a sentence that is not cut is looked for so often. */
    private static final int LOOK_AGAIN_MS = 100;

    private final Mailbox mailbox;
    private final ConversationEngine engine;
    private final Speaker speaker;
    private final Playout playout;
    private final boolean lineReports;
    private final VoiceTelemetry telemetry;
    private final Floor floor;
    private final Deque<Runnable> afterReport = new ArrayDeque<>();
    private @Nullable ConversationKey key;
    private @Nullable Utterance cut;
    private @Nullable String heard;
    private boolean turnRuns;
    private Mailbox.Timer patience = Mailbox.Timer.NONE;
    private boolean listens;
    private boolean callerSounds;
    private Runnable interrupt = this::cut;
    private Mailbox.Timer waiting = Mailbox.Timer.NONE;
    private Heard listener = (cutShort, playedMs) -> {};

    /** Told how much of a cut utterance was heard. */
    interface Heard {
        void heard(Utterance cutShort, long playedMs);
    }

    BargeIn(
            Mailbox mailbox,
            ConversationEngine engine,
            Speaker speaker,
            Playout playout,
            CallLine.Abilities line,
            VoiceTelemetry telemetry) {
        this.mailbox = mailbox;
        this.engine = engine;
        this.speaker = speaker;
        this.playout = playout;
        this.lineReports = line.reportsCleared();
        this.telemetry = telemetry;
        this.floor = new Floor(mailbox, speaker, playout);
    }

    /** The conversation whose engine is told. */
    void conversation(ConversationKey opened) {
        key = opened;
    }

    /** A speech-to-speech model has to know it too. */
    void whenHeard(Heard model) {
        listener = model;
    }

    /** The caller's voice may stop the agent from here on: somebody listens to him. @param cutAgent silences the agent */
    void listen(Runnable cutAgent) {
        listens = true;
        interrupt = cutAgent;
    }

    /** Nobody listens any more: the caller's voice stops nothing. */
    void deaf() {
        waiting.cancel();
        listens = false;
        interrupt = this::cut;
    }

    boolean listens() {
        return listens;
    }

    Floor floor() {
        return floor;
    }

    /** Was there a voice in the caller's last frame? Told by {@link CallerVoice}. */
    void callerSounds(boolean voiced) {
        callerSounds = voiced;
    }

    boolean callerSounds() {
        return callerSounds;
    }

    /** The caller has the floor. */
    void interrupt() {
        floor.taken();
        interrupt.run();
    }

    /** A sentence sounds that no voice interrupts. */
    boolean keeps() {
        return keptMs() > 0;
    }

    private int keptMs() {
        Utterance speaking = speaker.speaking();
        int sentMs = speaking == null ? 0 : playout.sentMs(speaking.item);
        return speaking == null || sentMs == 0 ? 0 : speaking.kept.leftMs(sentMs - playout.aheadMs());
    }

    /** What the caller has said may interrupt the agent: done at once, or when a sentence that is not cut was heard. */
    void afterKept(Runnable task) {
        waiting.cancel();
        int leftMs = keptMs();
        if (leftMs == 0) {
            task.run();
        } else {
            waiting = mailbox.after(Duration.ofMillis(Math.min(leftMs, LOOK_AGAIN_MS)), () -> afterKept(task));
        }
    }

    /** Runs this when all that was sent has been heard, by the clock. */
    void onceHeard(Runnable task) {
        mailbox.after(Duration.ofMillis(playout.aheadMs()), task);
    }

    /** The engine begins a turn: until {@link #turnEnded} it is not told about cuts. */
    void turnBegins() {
        turnRuns = true;
    }

    void keyPressed() {
        Utterance speaking = speaker.speaking();
        if (speaking != null && speaking.kind != Utterance.Kind.LAST_WORDS) {
            long from = mailbox.nanoTime();
            cut();
            telemetry.bargeIn(Duration.ofNanos(mailbox.nanoTime() - from));
        }
    }

    /** Silences what is being said, whatever it is. */
    void cut() {
        Utterance speaking = speaker.speaking();
        if (speaking == null) {
            return;
        }
        long playedByTheClock = playout.sentMs(speaking.item) - playout.aheadMs();
        boolean gatewayKnows = lineReports && playout.sentMs(speaking.item) > 0;
        speaker.cut(speaking);
        if (speaking.kind != Utterance.Kind.AGENT) {
            return;
        }
        cut = speaking;
        heard = null;
        if (gatewayKnows) {
            patience.cancel();
            patience = mailbox.after(REPORT, () -> played(playedByTheClock));
        } else {
            played(playedByTheClock);
        }
    }

    /** The gateway's answer to {@code clear}. */
    void cleared(int item, long playedMs) {
        if (cut != null && heard == null) {
            // Item 0: the queue was empty, so all that was sent of it had been played.
            played(item == cut.item ? playedMs : item == 0 ? playout.sentMs(cut.item) : 0);
        }
    }

    private void played(long playedMs) {
        patience.cancel();
        if (cut != null) {
            heard = cut.heard(playedMs);
            listener.heard(cut, playedMs);
            report();
        }
    }

    /** The engine's turn is complete: it may be told now what was heard of it. */
    void turnEnded() {
        turnRuns = false;
        report();
    }

    private void report() {
        if (heard == null || turnRuns || key == null) {
            return;
        }
        String words = heard;
        heard = null;
        engine.interrupted(key, words)
                .subscribe()
                .with(done -> mailbox.execute(this::reported), failed -> mailbox.execute(this::reported));
    }

    private void reported() {
        cut = null;
        while (!afterReport.isEmpty()) {
            afterReport.remove().run();
        }
    }

    /** Runs this once the engine knows what was heard: at once when there is nothing to tell. */
    void afterReport(Runnable task) {
        if (cut == null) {
            task.run();
        } else {
            afterReport.add(task);
        }
    }
}
