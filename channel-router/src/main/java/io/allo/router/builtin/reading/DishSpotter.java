// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import io.allo.router.builtin.intent.NumberWords;
import io.allo.router.builtin.intent.SameWords;
import io.allo.router.builtin.menu.Catalogue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the names of the menu that were said nearly in full, whatever small words they contain: "fish and chips", "coca sans
 * sucre", "deux quatre fromages". What remains is read with fewer certainties by {@link OrderReader}.
 */
final class DishSpotter {
    private static final double IN_FULL = 0.64;
    private static final int MAX_GLUE = 2;
    /** Small words inside names that may be left out. */
    private static final Set<String> GLUE = Set.of(
            "de", "du", "des", "la", "le", "les", "l", "d", "a", "au", "aux", "et", "of", "and", "with", "avec", "en");

    private DishSpotter() {}

    /** Items whose name begins at a word; more than one when their names were said equally well. */
    record Span(List<Catalogue.Item> items, int length, double score) {}

    /** The spans by the word with which they begin; none overlaps another. */
    static Map<Integer, Span> spot(Tokens tokens, Catalogue catalogue) {
        Map<Integer, Span> spans = new HashMap<>();
        int at = 0;
        while (at < tokens.size()) {
            Span best = bestAt(tokens, at, catalogue);
            if (best == null) {
                at++;
            } else {
                spans.put(at, best);
                at += best.length();
            }
        }
        return spans;
    }

    /** "A" is an article, "à" stands inside names. */
    private static boolean isGlue(Tokens tokens, int at) {
        return GLUE.contains(tokens.words().get(at)) && !tokens.raw().get(at).equals("a");
    }

    private static @Nullable Span bestAt(Tokens tokens, int at, Catalogue catalogue) {
        if (isGlue(tokens, at)) {
            return null;
        }
        Span best = null;
        for (Catalogue.Item item : catalogue.items()) {
            Span span = spanOf(tokens, at, item, catalogue);
            if (span == null || best != null && span.score() < best.score()) {
                continue;
            }
            if (best != null && span.score() == best.score()) {
                List<Catalogue.Item> both = new ArrayList<>(best.items());
                both.addAll(span.items());
                best = new Span(List.copyOf(both), Math.max(best.length(), span.length()), best.score());
            } else {
                best = span;
            }
        }
        return best;
    }

    private static @Nullable Span spanOf(Tokens tokens, int at, Catalogue.Item item, Catalogue catalogue) {
        List<String> left = core(item, catalogue);
        double letters = left.stream().mapToInt(String::length).sum();
        double found = 0;
        int end = at;
        int glue = 0;
        int said = 0;
        int limit = tokens.endOfBreath(at);
        for (int i = at; i < limit; i++) {
            String word = tokens.words().get(i);
            int match = best(left, word);
            if (match >= 0) {
                found += left.get(match).length() * SameWords.alike(digits(left.get(match)), digits(word));
                left.remove(match);
                end = i + 1;
                glue = 0;
                said++;
            } else if (i == at || !isGlue(tokens, i) || ++glue > MAX_GLUE) {
                break;
            }
        }
        // One word less than the other: "coca zéro" fits "Coca-Cola Zero" and leaves nothing of "Coca-Cola" over.
        // One word of several is too little: "chocolate ice cream" names no "Chocolate cake".
        boolean enough = letters > 0 && found / letters >= IN_FULL && (said > 1 || left.isEmpty());
        return enough ? new Span(List.of(item), end - at, found - 0.01 * left.size()) : null;
    }

    private static int best(List<String> left, String word) {
        int best = -1;
        double score = 0;
        for (int i = 0; i < left.size(); i++) {
            double alike = SameWords.alike(digits(left.get(i)), digits(word));
            if (alike > score) {
                best = i;
                score = alike;
            }
        }
        return best;
    }

    private static List<String> core(Catalogue.Item item, Catalogue catalogue) {
        List<String> core = new ArrayList<>(catalogue.core(item));
        core.removeIf(GLUE::contains);
        return core.isEmpty() ? new ArrayList<>(catalogue.core(item)) : core;
    }

    /** "Quatre fromages" and "4 fromages" are the same name. */
    private static String digits(String word) {
        boolean article = word.equals("un") || word.equals("une") || word.equals("one");
        return article
                ? word
                : NumberWords.at(List.of(word), 0)
                        .map(number -> String.valueOf(number.value()))
                        .orElse(word);
    }
}
