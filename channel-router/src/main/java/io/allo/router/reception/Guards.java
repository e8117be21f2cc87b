// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import io.allo.router.conversation.SpokenLanguage;
import java.util.Locale;

/** Whether a message may be answered at all. */
final class Guards {
    static final int LONGEST = 500;
    private static final double MOST_ENGLISH = 0.3;

    private Guards() {}

    /** What is wrong with a message. */
    enum Refusal {
        NONE,
        EMPTY,
        LONG,
        LANGUAGE,
        /** Nothing is said. */
        ABUSE;

        /** What is said of it. */
        String phrase() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param frenchOnly the agent speaks nothing else */
    static Refusal of(String text, Phrases phrases, boolean frenchOnly) {
        if (text.isBlank()) {
            return Refusal.EMPTY;
        }
        if (text.length() > LONGEST) {
            return Refusal.LONG;
        }
        if (phrases.has("abuse", text)) {
            return Refusal.ABUSE;
        }
        return frenchOnly && SpokenLanguage.english(text) > MOST_ENGLISH ? Refusal.LANGUAGE : Refusal.NONE;
    }
}
