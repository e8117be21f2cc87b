// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.PreparedAnswer;
import java.util.function.Consumer;

/**
 * Notices that a caller has probably finished, before the service is sure of it: his words ask for no more, did not change, and
 * he has been quiet for a moment. A wrong guess costs an answer, so that there are few in a turn. One call, one mailbox.
 */
final class LikelyTurn {
    private static final int FRAME_MS = 20;
    private static final int MOST_GUESSES = 3;

    private final ListeningRules rules;
    private final String language;
    private final Consumer<String> perhaps;
    private final Runnable goesOn;
    private String words = "";
    private boolean guessed;
    private int guesses;
    private int quietMs;

    /**
     * @param perhaps is given what he has probably said
     * @param goesOn he has not: he said more, or something else
     */
    LikelyTurn(ListeningRules rules, String language, Consumer<String> perhaps, Runnable goesOn) {
        this.rules = rules;
        this.language = language;
        this.perhaps = perhaps;
        this.goesOn = goesOn;
    }

    /** All that he may have said in this turn until now. */
    void heard(String text) {
        if (PreparedAnswer.sameWords(text, words)) {
            return;
        }
        words = text;
        if (guessed) {
            guessed = false;
            goesOn.run();
        }
        guess();
    }

    /** Another frame of him. @param sounding with a voice in it */
    void frame(boolean sounding) {
        quietMs = sounding ? 0 : quietMs + FRAME_MS;
        guess();
    }

    private void guess() {
        long enough = rules.ahead().toMillis();
        if (guessed || guesses == MOST_GUESSES || enough == 0 || words.isBlank() || quietMs < enough) {
            return;
        }
        if (SpokenEnding.of(words, language, rules.unfinishedWords()) == SpokenEnding.COMPLETE) {
            guessed = true;
            guesses++;
            perhaps.accept(words);
        }
    }

    /** The turn is over, or what was said counts no more. */
    void over() {
        words = "";
        guessed = false;
        guesses = 0;
    }
}
