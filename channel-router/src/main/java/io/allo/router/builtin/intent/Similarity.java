// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

import java.util.HashSet;
import java.util.Set;

/** How much two folded texts look alike, 0 to 1. Pure functions. */
public final class Similarity {
    /** Below this length one wrong letter makes another word (thé, blé): no typo is forgiven. */
    private static final int SHORTEST_FORGIVEN = 5;

    private static final double TYPO = 0.78;
    private static final double PLURAL = 0.98;

    private Similarity() {}

    /** Same word, typing mistakes and a plural forgiven when the word is long enough. */
    public static boolean sameWord(String a, String b) {
        return word(a, b) > 0;
    }

    /** 1 for equal words, the edit similarity for words close enough to be a typing mistake, else 0. */
    public static double word(String a, String b) {
        if (a.equals(b)) {
            return 1;
        }
        String left = singular(a);
        String right = singular(b);
        if (left.equals(right)) {
            return PLURAL;
        }
        int shorter = Math.min(left.length(), right.length());
        if (shorter < SHORTEST_FORGIVEN || Character.isDigit(a.charAt(0)) || Character.isDigit(b.charAt(0))) {
            return 0;
        }
        int longer = Math.max(left.length(), right.length());
        if (longer - shorter > (1 - TYPO) * longer) {
            return 0;
        }
        double ratio = 1 - (double) editDistance(left, right) / longer;
        return ratio >= TYPO ? ratio : 0;
    }

    private static String singular(String word) {
        return word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }

    /** Dice coefficient of the letter trigrams: order of words matters little, spelling does. */
    public static double trigrams(String a, String b) {
        Set<String> left = trigramsOf(a);
        Set<String> right = trigramsOf(b);
        if (left.isEmpty() || right.isEmpty()) {
            return 0;
        }
        long shared = left.stream().filter(right::contains).count();
        return 2.0 * shared / (left.size() + right.size());
    }

    private static Set<String> trigramsOf(String text) {
        Set<String> trigrams = new HashSet<>();
        String padded = "  " + text + " ";
        for (int i = 0; i + 3 <= padded.length(); i++) {
            trigrams.add(padded.substring(i, i + 3));
        }
        return trigrams;
    }

    /** Optimal string alignment distance: insert, delete, replace, swap of neighbours. */
    static int editDistance(String a, String b) {
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
                }
            }
            int[] oldest = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = oldest;
        }
        return previous[b.length()];
    }
}
