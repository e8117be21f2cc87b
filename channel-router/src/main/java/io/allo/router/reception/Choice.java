// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import io.allo.router.reception.Visit.Offer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which of several things a person means. */
final class Choice {
    private Choice() {}

    /**
     * The number that was chosen, from 0.
     *
     * @param most so many were told
     * @param words numbers and ordinals in words count too, as they are spoken
     */
    static Optional<Integer> number(String text, int most, Phrases phrases, boolean words) {
        String plain = Phrases.plain(text).replaceAll("[.]", " ").strip();
        String bare = strip(plain, phrases.words("yes"));
        for (int number = 1; number <= most; number++) {
            String digit = Integer.toString(number);
            if (bare.equals(digit) || words && phrases.words(digit).contains(bare)) {
                return Optional.of(number - 1);
            }
        }
        return Optional.empty();
    }

    /** Those of the appointments that the words mean by day, time or service; none when the words mean none of them. */
    static List<Offer> meant(List<Offer> appointments, String text, Phrases phrases, LocalDate today) {
        String meantWords = withoutKept(text, phrases);
        Wish wish = Wish.of(meantWords, phrases, today);
        List<Offer> meant = new ArrayList<>();
        for (Offer one : appointments) {
            Moment moment = Moment.of(one.label(), phrases);
            if (wish.namesDay() && moment.date() != null && wish.suitsDay(moment.date())) {
                meant.add(one);
            }
        }
        List<Offer> among = meant.isEmpty() ? appointments : meant;
        List<Offer> byTime = wish.clocks().isEmpty()
                ? List.of()
                : among.stream()
                        .filter(one -> wish.suits(Moment.of(one.label(), phrases)))
                        .toList();
        if (!byTime.isEmpty()) {
            return byTime;
        }
        String plain = Phrases.plain(meantWords);
        List<Offer> byService = among.stream()
                .filter(one -> !one.service().isEmpty() && plain.contains(Phrases.plain(one.service())))
                .toList();
        return byService.isEmpty() ? meant : byService;
    }

    /** "Annulez samedi et gardez jeudi" means Saturday. */
    private static String withoutKept(String text, Phrases phrases) {
        List<String> parts = Arrays.stream(text.split("(?i)[,;]| et | mais | and | but "))
                .filter(part -> !phrases.has("keep", part))
                .toList();
        return parts.isEmpty() ? text : String.join(", ", parts);
    }

    /** Without the words of agreement before and behind it. */
    private static String strip(String text, List<String> agreement) {
        String left = text;
        for (boolean changed = true; changed; ) {
            changed = false;
            for (String word : agreement) {
                if (left.startsWith(word + " ")) {
                    left = left.substring(word.length() + 1);
                    changed = true;
                } else if (left.endsWith(" " + word)) {
                    left = left.substring(0, left.length() - word.length() - 1);
                    changed = true;
                }
            }
        }
        return left;
    }
}
