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
import java.util.Set;

/** French or English, by frequent words that only one of them has. */
final class Tongue {
    private static final Set<String> ENGLISH = words("english.txt");
    private static final Set<String> FRENCH = words("french.txt");
    /** More words must have a second one: names and titles are foreign at times. */
    private static final int SHORT = 3;

    private Tongue() {}

    /** @param current what it is when the text does not tell */
    static String of(String text, String current) {
        List<String> said = spoken(text);
        long english = said.stream().filter(ENGLISH::contains).count();
        long french = said.stream().filter(FRENCH::contains).count();
        if (english == french || Math.max(english, french) < 2 && said.size() > SHORT) {
            return current;
        }
        return english > french ? "en" : "fr";
    }

    /** How much of it is surely English, 0 to 1. */
    static double english(String text) {
        List<String> said = spoken(text);
        return said.isEmpty()
                ? 0
                : (double) said.stream().filter(ENGLISH::contains).count() / said.size();
    }

    private static List<String> spoken(String text) {
        return Arrays.stream(Phrases.plain(text).replace('.', ' ').split(" +"))
                .filter(word -> word.chars().anyMatch(Character::isLetter) && word.indexOf('@') < 0)
                .toList();
    }

    private static Set<String> words(String file) {
        try (InputStream in = requireNonNull(Tongue.class.getResourceAsStream(file), file)) {
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
