// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.audio.CompandingLaw;
import io.allo.audio.ToneGenerator;
import io.allo.router.console.advice.Tongue;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Keeps whoever was called company while no support agent's microphone is open: a soft tone every four seconds, a sentence every
 * twenty. Silence would be taken for a dead line. On the line's event loop.
 */
final class Hold {
    static final long EVERY_MS = 4_000;
    private static final int WORDS_EVERY = 5;
    /** The greeting first. */
    private static final int QUIET_AT_FIRST = 2;
    /** A microphone of which nothing came for so long is closed, unless it is muted. */
    private static final long ATTENDED_NANOS = Duration.ofSeconds(8).toNanos();

    private static final byte[] TONE = CompandingLaw.ULAW.encode(ToneGenerator.sine(440, Duration.ofMillis(180), -30));

    private final Vertx vertx;
    private final Tongue tongue;
    private final Consumer<byte[]> tone;
    private final Consumer<String> words;
    private final long everyMs;
    private long timer = -1;
    private long attendedAt;
    private boolean attended;
    private boolean muted;
    private int ticks;

    /** @param tone plays this µ-law @param words says this */
    Hold(Vertx vertx, long everyMs, Tongue tongue, Consumer<byte[]> tone, Consumer<String> words) {
        this.vertx = vertx;
        this.everyMs = everyMs;
        this.tongue = tongue;
        this.tone = tone;
        this.words = words;
    }

    void begin() {
        timer = vertx.setPeriodic(everyMs, _ -> tick());
    }

    /** Somebody sits at the microphone. */
    void attended() {
        attended = true;
        attendedAt = System.nanoTime();
        ticks = QUIET_AT_FIRST; // he left: a tone first, words later
    }

    /** Whoever has muted himself is there: this silence is his. */
    void muted(boolean on) {
        muted = on;
        if (attended) {
            attended();
        }
    }

    private void tick() {
        if (attended && (muted || System.nanoTime() - attendedAt < ATTENDED_NANOS)) {
            return;
        }
        ticks++;
        if (ticks % WORDS_EVERY == 0) {
            words.accept(
                    tongue == Tongue.FR
                            ? "Merci de patienter, votre interlocuteur vous rejoint dans un instant."
                            : "Please hold the line, your colleague will be with you in a moment.");
        } else if (ticks >= QUIET_AT_FIRST) {
            tone.accept(TONE.clone());
        }
    }

    void end() {
        vertx.cancelTimer(timer);
    }
}
