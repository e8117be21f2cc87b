// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import io.allo.router.builtin.intent.NumberWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds a telephone number in digits or in words: "06 12 34 56 78", "zéro six, quarante-cinq …", "oh seven double three", "plus
 * four four …". Pure functions.
 */
public final class PhoneReader {
    /** Nothing shorter is a number when none was asked for: "deux margherita et trois coca". */
    private static final int CERTAIN = 9;

    private static final int SHORTEST = 6;
    private static final int LONGEST = 15;
    private static final Set<String> ZERO = Set.of("oh", "o", "nought");
    private static final Set<String> HUNDRED = Set.of("hundred", "cent", "cents");
    private static final Set<String> BETWEEN = Set.of("puis", "et", "then", "and", "point", "tiret", "dash");

    /** What was just said is taken back: "nonante, non, quatre-vingt-dix". */
    private static final Set<String> TAKEN_BACK =
            Set.of("non", "no", "sorry", "pardon", "enfin", "wait", "attendez", "plutot", "rather");

    private static final Set<String> CENT = Set.of("cent", "cents");

    private final List<String> words;
    private final StringBuilder digits = new StringBuilder();
    /** Where each group of digits begins, as it was said. */
    private final List<Integer> groups = new ArrayList<>();

    private boolean repairing;

    private PhoneReader(List<String> words) {
        this.words = words;
    }

    /**
     * @param number digits only, after {@code +} when it was said with its country
     * @param left the text without it
     */
    public record Phone(String number, String left) {}

    /** A number that can be nothing else. */
    public static Optional<Phone> find(String text) {
        return longest(text, CERTAIN);
    }

    /** The answer to the question for a number. */
    public static Optional<String> answered(String text) {
        return longest(text, SHORTEST).map(Phone::number);
    }

    private static Optional<Phone> longest(String text, int shortest) {
        Tokens tokens = Tokens.of(text);
        for (int from = 0; from < tokens.size(); from++) {
            PhoneReader reader = new PhoneReader(tokens.words());
            int end = reader.read(from);
            int length = reader.digits.length();
            if (length >= shortest && length <= LONGEST) {
                boolean international =
                        from > 0 && isPlus(tokens, from - 1) || text.contains("+" + reader.digits.charAt(0));
                int start = international && from > 0 && isPlus(tokens, from - 1) ? from - 1 : from;
                String number = (international ? "+" : "") + reader.digits;
                return Optional.of(new Phone(number, tokens.textWithout(start, end)));
            }
            from = Math.max(from, end - 1);
        }
        return Optional.empty();
    }

    private static boolean isPlus(Tokens tokens, int at) {
        String raw = tokens.raw().get(at);
        return raw.equals("plus") || raw.equals("+");
    }

    /** Reads digits from a word on; returns the place behind them. */
    private int read(int from) {
        int at = from;
        int end = from;
        while (at < words.size()) {
            int begin = digits.length();
            int length = step(at);
            boolean back = length == 0 && TAKEN_BACK.contains(words.get(at));
            if (length == 0) {
                if (digits.isEmpty() || !back && !BETWEEN.contains(words.get(at))) {
                    break;
                }
                repairing |= back;
                length = 1;
            } else {
                group(begin);
                end = at + length;
            }
            at += length;
        }
        return end;
    }

    /** After "sorry" people begin again where the same digits stood, else they say the last ones anew. */
    private void group(int begin) {
        if (repairing && !groups.isEmpty()) {
            String said = digits.substring(begin);
            int from = groups.stream()
                    .filter(group -> digits.substring(group, begin).startsWith(said))
                    .findFirst()
                    .orElseGet(groups::getLast);
            digits.delete(from, begin);
            groups.removeIf(group -> group >= from);
            groups.add(from);
        } else {
            groups.add(begin);
        }
        repairing = false;
    }

    private int step(int at) {
        String word = words.get(at);
        if (!word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            digits.append(word);
            return 1;
        }
        if (ZERO.contains(word)) {
            digits.append('0');
            return 1;
        }
        int times = word.equals("double") ? 2 : word.equals("triple") ? 3 : 1;
        int next = times > 1 ? at + 1 : at;
        if (next >= words.size()) {
            return 0;
        }
        Optional<NumberWords.Number> number = ZERO.contains(words.get(next))
                ? Optional.of(new NumberWords.Number(0, 1))
                : NumberWords.belowHundred(words, next);
        number.ifPresent(found -> digits.append(String.valueOf(found.value()).repeat(times)));
        int length = number.map(found -> found.length() + next - at).orElse(0);
        boolean hundred = length > 0 && at + length < words.size() && HUNDRED.contains(words.get(at + length));
        if (!hundred) {
            return length;
        }
        // "Quatre cent septante-deux" is one number, "eight hundred, five" are two.
        int rest = at + length + 1;
        Optional<NumberWords.Number> below = CENT.contains(words.get(rest - 1)) && rest < words.size()
                ? NumberWords.belowHundred(words, rest)
                : Optional.empty();
        digits.append("%02d".formatted(below.map(NumberWords.Number::value).orElse(0)));
        return length + 1 + below.map(NumberWords.Number::length).orElse(0);
    }
}
