// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cardinal numbers up to 999 999 in digits and in French and English words, "vingt et un", "quatre-vingt-dix", "twenty one".
 * Both languages at once: people mix them, and no word means two numbers. Pure functions.
 */
public final class NumberWords {
    private static final Map<String, Integer> UNITS = Map.ofEntries(
            Map.entry("zero", 0),
            Map.entry("un", 1),
            Map.entry("une", 1),
            Map.entry("one", 1),
            Map.entry("deux", 2),
            Map.entry("two", 2),
            Map.entry("trois", 3),
            Map.entry("three", 3),
            Map.entry("quatre", 4),
            Map.entry("four", 4),
            Map.entry("cinq", 5),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("sept", 7),
            Map.entry("seven", 7),
            Map.entry("huit", 8),
            Map.entry("eight", 8),
            Map.entry("neuf", 9),
            Map.entry("nine", 9));
    private static final Map<String, Integer> TEENS = Map.ofEntries(
            Map.entry("dix", 10),
            Map.entry("ten", 10),
            Map.entry("onze", 11),
            Map.entry("eleven", 11),
            Map.entry("douze", 12),
            Map.entry("twelve", 12),
            Map.entry("treize", 13),
            Map.entry("thirteen", 13),
            Map.entry("quatorze", 14),
            Map.entry("fourteen", 14),
            Map.entry("quinze", 15),
            Map.entry("fifteen", 15),
            Map.entry("seize", 16),
            Map.entry("sixteen", 16),
            Map.entry("seventeen", 17),
            Map.entry("eighteen", 18),
            Map.entry("nineteen", 19));
    private static final Map<String, Integer> TENS = Map.ofEntries(
            Map.entry("vingt", 20),
            Map.entry("vingts", 20),
            Map.entry("twenty", 20),
            Map.entry("trente", 30),
            Map.entry("thirty", 30),
            Map.entry("quarante", 40),
            Map.entry("forty", 40),
            Map.entry("cinquante", 50),
            Map.entry("fifty", 50),
            Map.entry("soixante", 60),
            Map.entry("sixty", 60),
            Map.entry("septante", 70),
            Map.entry("seventy", 70),
            Map.entry("huitante", 80),
            Map.entry("eighty", 80),
            Map.entry("nonante", 90),
            Map.entry("ninety", 90));
    private static final Map<String, Integer> AMOUNTS = Map.of(
            "dizaine",
            10,
            "douzaine",
            12,
            "dozen",
            12,
            "dozens",
            12,
            "quinzaine",
            15,
            "vingtaine",
            20,
            "couple",
            2,
            "paire",
            2,
            "pair",
            2);
    private static final Map<String, Integer> SCALES =
            Map.of("cent", 100, "cents", 100, "hundred", 100, "mille", 1000, "thousand", 1000);
    private static final int LONGEST = 6;
    /** How half a dozen begins. */
    private static final Set<String> HALF = Set.of("une", "demi", "half", "a");

    private NumberWords() {}

    /** @param length how many words it takes */
    public record Number(int value, int length) {}

    /** The number that begins with the word at {@code from}; articles ("a", "an") are none. */
    public static Optional<Number> at(List<String> words, int from) {
        String first = words.get(from);
        if (!first.isEmpty() && first.length() <= LONGEST && first.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(new Number(Integer.parseInt(first), 1));
        }
        int half = halfDozen(words, from);
        if (half > 0) {
            return Optional.of(new Number(6, half));
        }
        boolean article = first.equals("une") || first.equals("a") || first.equals("un");
        if (article && from + 1 < words.size() && AMOUNTS.containsKey(words.get(from + 1))) {
            return Optional.of(new Number(AMOUNTS.get(words.get(from + 1)), 2));
        }
        if (AMOUNTS.containsKey(first)) {
            return Optional.of(new Number(AMOUNTS.get(first), 1));
        }
        return Optional.ofNullable(large(words, from));
    }

    private static int halfDozen(List<String> words, int from) {
        if (!HALF.contains(words.get(from))) {
            return 0;
        }
        String text = String.join(" ", words.subList(from, Math.min(words.size(), from + 4)));
        for (String half :
                List.of("une demi douzaine", "demi douzaine", "half a dozen", "a half dozen", "half dozen")) {
            if ((text + " ").startsWith(half + " ")) {
                return half.split(" ").length;
            }
        }
        return 0;
    }

    private static @Nullable Number large(List<String> words, int from) {
        int total = 0;
        int current = 0;
        int at = from;
        boolean any = false;
        boolean below = false;
        while (at < words.size()) {
            Integer scale = SCALES.get(words.get(at));
            if (scale != null) {
                if (scale == 1000) {
                    total = (total + Math.max(current, 1)) * 1000;
                    current = 0;
                } else {
                    current = Math.max(current, 1) * 100;
                }
                any = true;
                below = false;
                at++;
                continue;
            }
            boolean and = at > from + 1
                    && words.get(at).equals("and")
                    && Set.of("hundred", "thousand").contains(words.get(at - 1))
                    && at + 1 < words.size()
                    && small(words, at + 1) != null;
            at += and ? 1 : 0;
            Number small = below ? null : small(words, at);
            if (small == null) {
                break;
            }
            current += small.value();
            any = true;
            below = true;
            at += small.length();
        }
        return any ? new Number(total + current, at - from) : null;
    }

    /** A number below one hundred in words, as the digits of a telephone number are said; articles are none. */
    public static Optional<Number> belowHundred(List<String> words, int at) {
        boolean article = words.get(at).equals("un") && at + 1 < words.size() && UNITS.get(words.get(at + 1)) == null;
        return article && TENS.get(words.get(at + 1)) == null && TEENS.get(words.get(at + 1)) == null
                ? Optional.empty()
                : Optional.ofNullable(small(words, at));
    }

    /** Below one hundred. */
    private static @Nullable Number small(List<String> words, int at) {
        String word = words.get(at);
        boolean eighty = word.equals("quatre")
                && at + 1 < words.size()
                && words.get(at + 1).startsWith("vingt");
        Integer tens = eighty ? Integer.valueOf(80) : TENS.get(word);
        int length = eighty ? 2 : 1;
        if (tens != null) {
            int next = at + length;
            boolean and = next + 1 < words.size() && words.get(next).equals("et");
            String after = next + (and ? 1 : 0) < words.size() ? words.get(next + (and ? 1 : 0)) : "";
            boolean french = tens == 60 || tens == 80;
            if (french && TEENS.containsKey(after) && (!and || after.equals("onze"))) {
                Number teen = teens(words, next + (and ? 1 : 0));
                return teen == null ? null : new Number(tens + teen.value(), length + (and ? 1 : 0) + teen.length());
            }
            boolean unit = UNITS.containsKey(after) && UNITS.get(after) > 0;
            if (unit && (!and || UNITS.get(after) == 1)) {
                return new Number(tens + UNITS.get(after), length + (and ? 2 : 1));
            }
            return new Number(tens, length);
        }
        Number teen = teens(words, at);
        if (teen != null) {
            return teen;
        }
        Integer unit = UNITS.get(word);
        return unit == null ? null : new Number(unit, 1);
    }

    private static @Nullable Number teens(List<String> words, int at) {
        Integer teen = TEENS.get(words.get(at));
        if (teen == null) {
            return null;
        }
        String after = at + 1 < words.size() ? words.get(at + 1) : "";
        boolean compound = words.get(at).equals("dix") && UNITS.getOrDefault(after, 0) >= 7;
        return compound ? new Number(10 + UNITS.get(after), 2) : new Number(teen, 1);
    }
}
