// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether a message may be answered at all. */
final class Guards {
    static final int LONGEST = 500;
    private static final double MOST_ENGLISH = 0.3;
    private static final Set<String> ENGLISH = english();

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
        return frenchOnly && isEnglish(text) ? Refusal.LANGUAGE : Refusal.NONE;
    }

    private static boolean isEnglish(String text) {
        List<String> words = Arrays.stream(Phrases.plain(text).split(" "))
                .filter(word -> word.chars().anyMatch(Character::isLetter) && word.indexOf('@') < 0)
                .toList();
        long english = words.stream().filter(ENGLISH::contains).count();
        return english > MOST_ENGLISH * words.size();
    }

    private static Set<String> english() {
        try (InputStream in = requireNonNull(Guards.class.getResourceAsStream("english.txt"), "english.txt")) {
            Set<String> words = new HashSet<>();
            new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> words.addAll(Arrays.asList(line.split(" "))));
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
