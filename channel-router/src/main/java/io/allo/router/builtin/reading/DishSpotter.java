// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import io.allo.router.builtin.intent.SameWords;
import io.allo.router.builtin.intent.Similarity;
import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.menu.Spoken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the names of the menu that were said nearly in full, whatever small words they contain: "fish and chips", "coca sans
 * sucre", "deux quatre fromages". What remains is read with fewer certainties by {@link OrderReader}.
 */
final class DishSpotter {
    private static final double IN_FULL = 0.64;
    private static final int MAX_GLUE = 2;
    private static final int MAX_PIECES = 3;

    private DishSpotter() {}

    /** Items whose name begins at a word; more than one when their names were said equally well. */
    record Span(List<Catalogue.Item> items, int length, double score) {}

    /** The spans by the word with which they begin; none overlaps another. */
    static Map<Integer, Span> spot(Tokens tokens, Catalogue catalogue) {
        Map<Integer, Span> spans = new HashMap<>();
        int at = 0;
        while (at < tokens.size()) {
            Span best = bySound(tokens, at, catalogue, bestAt(tokens, at, catalogue));
            if (best == null) {
                at++;
            } else {
                spans.put(at, best);
                at += best.length();
            }
        }
        return spans;
    }

    /** "Tira misu", "tear a misu": what a recogniser made of a name that it does not know, unless more words name something. */
    private static @Nullable Span bySound(Tokens tokens, int at, Catalogue catalogue, @Nullable Span named) {
        int most = Math.min(tokens.endOfBreath(at), at + MAX_PIECES) - at;
        int least = named == null ? 1 : named.length() + 1;
        for (int length = most; length >= least && !isKnown(tokens.words().get(at), catalogue); length--) {
            List<String> pieces = tokens.words().subList(at, at + length);
            List<Catalogue.Item> items = isPieces(pieces) ? catalogue.soundingLike(String.join("", pieces)) : List.of();
            if (!items.isEmpty()) {
                return new Span(items, length, 0);
            }
        }
        return named;
    }

    private static boolean isKnown(String word, Catalogue catalogue) {
        return catalogue.isNameWord(word) || catalogue.isIngredient(word) || catalogue.isOptionWord(word);
    }

    /** "x4" and "5" belong to no name, nor does a small word at an end. */
    private static boolean isPieces(List<String> pieces) {
        return pieces.stream().allMatch(piece -> Character.isLetter(piece.charAt(0)))
                && pieces.getFirst().length() > 2
                && pieces.getLast().length() > 2;
    }

    /** "A" is an article, "à" stands inside names. */
    private static boolean isGlue(Tokens tokens, int at) {
        return Spoken.isGlue(tokens.words().get(at)) && !tokens.raw().get(at).equals("a");
    }

    private static @Nullable Span bestAt(Tokens tokens, int at, Catalogue catalogue) {
        if (isGlue(tokens, at)) {
            return null;
        }
        Spoken said = Spoken.of(tokens.words().get(at));
        Span best = null;
        for (Catalogue.Item item : catalogue.beginningNear(said)) {
            Span span = spanOf(tokens, at, item);
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

    private static @Nullable Span spanOf(Tokens tokens, int at, Catalogue.Item item) {
        double whole = item.spoken().size() > 1
                ? Similarity.word(item.joined(), tokens.words().get(at))
                : 0;
        if (whole > 0) {
            return new Span(List.of(item), 1, whole * item.joined().length());
        }
        List<Spoken> left = new ArrayList<>(item.spoken());
        double letters = left.stream().mapToInt(name -> name.word().length()).sum();
        double found = 0;
        int end = at;
        int glue = 0;
        int said = 0;
        int limit = tokens.endOfBreath(at);
        for (int i = at; i < limit; i++) {
            Spoken word = Spoken.of(tokens.words().get(i));
            int match = best(left, word);
            if (match >= 0) {
                Spoken name = left.get(match);
                found += name.word().length() * SameWords.alike(name.digits(), word.digits());
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

    private static int best(List<Spoken> left, Spoken word) {
        int best = -1;
        double score = 0;
        for (int i = 0; i < left.size(); i++) {
            double alike = SameWords.alike(left.get(i).digits(), word.digits());
            if (alike > score) {
                best = i;
                score = alike;
            }
        }
        return best;
    }
}
