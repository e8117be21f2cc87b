// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the caller does next. Steps follow each other; each returns when it is done. */
sealed interface Step {
    /** Waits until the agent has spoken since the last time and was then silent for {@code quiet}. */
    record Listen(Duration quiet, Duration within) implements Step {}

    record Say(Words words) implements Step {}

    /** @param keys {@code 0-9 * # A-D} */
    record Keys(String keys) implements Step {}

    record Silence(Duration length) implements Step {}

    /** White noise. */
    record Noise(Duration length, double dbov) implements Step {}

    /**
     * Speaks into the agent's words.
     *
     * @param after so much of them was heard
     * @param silentWithin the agent falls silent so soon after the caller's first sound; null: it may go on
     */
    record Interrupt(Duration after, Words words, @Nullable Duration silentWithin) implements Step {}

    /** From here on so many of the caller's packets are lost. @param percent 0 to 100 */
    record Loss(double percent) implements Step {}

    record HangUp() implements Step {}

    /** Waits until the agent hangs up. */
    record Ended(Duration within) implements Step {}

    record Expect(Expectation expectation) implements Step {}

    /** @param text for espeak-ng, or the name of a WAV file when {@code file} */
    record Words(String text, boolean file) {}
}
