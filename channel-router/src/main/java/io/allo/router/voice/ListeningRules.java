// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.session.SpeechSettings.EndOfTurn;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a speaking caller has finished, from configuration ({@link ListeningConfig} says what each means).
 *
 * @param unfinishedWords further words, in lower case, after which a sentence goes on
 */
public record ListeningRules(
        Duration pause,
        Duration unfinished,
        Duration dictation,
        Duration noWords,
        Duration ahead,
        Set<String> unfinishedWords) {

    /** The agent's own, where it has some. */
    ListeningRules with(EndOfTurn agents) {
        return new ListeningRules(
                ofAgent(agents.pauseMs(), pause),
                ofAgent(agents.unfinishedMs(), unfinished),
                ofAgent(agents.dictationMs(), dictation),
                noWords,
                ofAgent(agents.aheadMs(), ahead),
                unfinishedWords);
    }

    private static Duration ofAgent(@Nullable Integer ms, Duration otherwise) {
        return ms == null ? otherwise : Duration.ofMillis(ms);
    }
}
