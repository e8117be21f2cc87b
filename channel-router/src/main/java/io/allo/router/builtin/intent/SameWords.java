// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Words of a menu that mean the same in French and English, or among people: a line of {@code same_words.txt} each. A menu is
 * written in one language, its guests speak another ("extra cheese" on a menu of "fromage"). Immutable.
 */
public final class SameWords {
    private static final Map<String, Set<String>> GROUPS = load();

    private SameWords() {}

    /** True when both folded words mean the same; a plural makes no difference. */
    public static boolean same(String a, String b) {
        Set<String> group = GROUPS.get(singular(a));
        return group != null && group.contains(singular(b));
    }

    /** True for a word that stands on menus. */
    public static boolean knows(String word) {
        return GROUPS.containsKey(singular(word));
    }

    /** How much two words of a menu are alike, 0 to 1: spelling, or meaning. */
    public static double alike(String a, String b) {
        double spelt = Similarity.word(a, b);
        if (spelt >= MEANT) {
            return spelt;
        }
        return same(a, b) ? MEANT : Math.max(spelt, isShort(a, b) || isShort(b, a) ? SHORTENED : 0);
    }

    /** "Végé", "marg": how people shorten a long name. */
    private static boolean isShort(String part, String whole) {
        return part.length() >= SHORTEST
                && !part.equals("from")
                && !knows(part)
                && whole.length() >= part.length() + LEFT_OUT
                && whole.startsWith(part);
    }

    private static final int SHORTEST = 4;
    private static final int LEFT_OUT = 4;
    private static final double SHORTENED = 0.8;

    private static final double MEANT = 0.95;

    private static String singular(String word) {
        return word.length() > 3 && (word.endsWith("s") || word.endsWith("x"))
                ? word.substring(0, word.length() - 1)
                : word;
    }

    private static Map<String, Set<String>> load() {
        String name = "/io/allo/router/builtin/same_words.txt";
        Map<String, Set<String>> groups = new HashMap<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(requireNonNull(SameWords.class.getResourceAsStream(name), name), UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                Set<String> group = new HashSet<>();
                for (String word : line.strip().split("\\s+")) {
                    group.add(singular(word));
                }
                // A word may stand in two lines ("rare" is "saignant" and "bleu"): it means either.
                group.forEach(word ->
                        groups.computeIfAbsent(word, _ -> new HashSet<>()).addAll(group));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return groups;
    }
}
