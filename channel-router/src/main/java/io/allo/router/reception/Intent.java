// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import java.util.Arrays;
import java.util.List;

/** What a person wants of the calendar. */
enum Intent {
    BOOK,
    CANCEL,
    MOVE,
    /** To be told when the appointment is. */
    LOOK,
    /** Cannot come, and does not say what is to become of the appointment. */
    UNABLE,
    NONE;

    /** So far a "not" stands before the verb that it denies. */
    private static final int DENIAL = 5;

    boolean changes() {
        return this == CANCEL || this == MOVE || this == LOOK || this == UNABLE;
    }

    /** At the beginning, when nothing is under way. */
    static Intent of(String text, Phrases phrases) {
        if (phrases.has("policy", text)) {
            return NONE;
        }
        boolean move =
                affirms("move", text, phrases) || affirms("change", text, phrases) && phrases.has("appointment", text);
        boolean cancel = affirms("cancel", text, phrases);
        if (move || cancel && takesAnother(text, phrases)) {
            return MOVE;
        }
        if (cancel) {
            return CANCEL;
        }
        if (phrases.has("unable", text)) {
            return UNABLE;
        }
        if (phrases.has("look", text)) {
            return LOOK;
        }
        return phrases.has("booking", text) ? BOOK : NONE;
    }

    /** "Je ne veux pas annuler": nothing is to be done. */
    static boolean denies(String text, Phrases phrases) {
        return of(text, phrases) == BOOK
                && !phrases.has("take", text)
                && (phrases.has("cancel", text) || phrases.has("move", text));
    }

    /** In the middle of something else: the appointment must be named, or the change of mind. */
    static Intent midway(String text, Phrases phrases) {
        Intent intent = of(text, phrases);
        boolean meant = phrases.has("appointment", text) || phrases.has("actually", text);
        return intent.changes() && meant ? intent : NONE;
    }

    /** "Annulez jeudi et prenez vendredi" is one wish: nothing is given up before the other time is sure. */
    private static boolean takesAnother(String text, Phrases phrases) {
        List<String> words = words(text);
        int cancel = first(words, phrases.words("cancel"));
        List<String> after = words.subList(cancel + 1, words.size());
        int take = first(after, phrases.words("take"));
        return take > 0 && !phrases.words("just").contains(after.get(take - 1));
    }

    private static int first(List<String> words, List<String> wanted) {
        for (int i = 0; i < words.size(); i++) {
            if (wanted.contains(words.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** One of the words is there, and in one place not denied. */
    static boolean affirms(String key, String text, Phrases phrases) {
        List<String> verbs = phrases.words(key);
        for (String clause : text.split("[,;.!?]")) {
            List<String> words = words(clause);
            for (int i = 0; i < words.size(); i++) {
                if (stands(verbs, words, i) && !denied(words, i, phrases)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean stands(List<String> verbs, List<String> words, int at) {
        return verbs.stream().anyMatch(verb -> {
            List<String> parts = words(verb);
            return words.size() >= at + parts.size()
                    && words.subList(at, at + parts.size()).equals(parts);
        });
    }

    private static boolean denied(List<String> words, int verb, Phrases phrases) {
        List<String> denials = phrases.words("not");
        // French puts it behind the verb.
        if (verb + 1 < words.size() && words.get(verb + 1).equals("pas")) {
            return true;
        }
        for (int i = verb - 1; i >= 0 && i >= verb - DENIAL; i--) {
            if (denials.contains(words.get(i))) {
                return true;
            }
            if (!phrases.words("between").contains(words.get(i))) {
                return false;
            }
        }
        return false;
    }

    static List<String> words(String text) {
        return Arrays.asList(Phrases.plain(text).replace('.', ' ').strip().split(" +"));
    }
}
