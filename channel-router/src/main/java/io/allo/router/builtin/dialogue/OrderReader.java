// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Lexicon;
import io.allo.router.builtin.intent.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds items, quantities and a time in what a person said about an order. Pure functions. */
final class OrderReader {
    private static final Pattern CLOCK = Pattern.compile(
            "(?:\\b(?:pour|vers|at|for|by|around)\\s+|à\\s+|\\b)(\\d{1,2})(?:\\s?[h:]\\s?(\\d{2})?(?!\\p{L})\\s?(am|pm)?|\\s?(am|pm)\\b)");
    private static final Pattern BETWEEN_ITEMS = Pattern.compile("[,;+&]|\\b(?:et|and|puis|plus|then)\\b");
    private static final Set<String> NUMBER_SIGNS = Set.of("numero", "number", "no", "num");

    private OrderReader() {}

    /**
     * One item that was named.
     *
     * @param candidates best first; empty when the menu has nothing like it
     * @param quantity as said, 1 when nothing was said
     * @param counted true when a quantity was said
     * @param words what was said
     */
    record Mention(List<Catalogue.Item> candidates, int quantity, boolean counted, String words) {
        boolean isClear() {
            return candidates.size() == 1;
        }
    }

    /** A wanted time {@code HH:MM}: "pour 20h30", "at 8 pm". */
    static Optional<String> time(String text) {
        Matcher clock = CLOCK.matcher(text.toLowerCase(Locale.ROOT));
        if (!clock.find()) {
            return Optional.empty();
        }
        int hour = Integer.parseInt(clock.group(1));
        int minute = clock.group(2) == null ? 0 : Integer.parseInt(clock.group(2));
        String half = clock.group(3) != null ? clock.group(3) : clock.group(4);
        if ("pm".equals(half) && hour < 12) {
            hour += 12;
        }
        return hour > 23 || minute > 59 ? Optional.empty() : Optional.of("%02d:%02d".formatted(hour, minute));
    }

    /** The items named in a text, in order; parts that name nothing on the menu have no candidates. */
    static List<Mention> mentions(String text, Catalogue catalogue, Lexicon lexicon) {
        String plain = CLOCK.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
        List<Mention> whole =
                mention(Words.of(plain), catalogue, lexicon).stream().toList();
        List<Mention> parts = new ArrayList<>();
        for (String part : BETWEEN_ITEMS.split(plain)) {
            mention(Words.of(part), catalogue, lexicon).ifPresent(parts::add);
        }
        boolean severalItems = parts.size() > 1
                && parts.stream().noneMatch(part -> part.candidates().isEmpty());
        boolean wholeIsClear = whole.stream().anyMatch(Mention::isClear);
        return severalItems || !wholeIsClear ? parts : whole;
    }

    private static Optional<Mention> mention(List<String> words, Catalogue catalogue, Lexicon lexicon) {
        String said = String.join(" ", words);
        Optional<Mention> numbered = byNumber(words, said, catalogue, lexicon);
        if (numbered.isPresent()) {
            return numbered;
        }
        Optional<Mention> exact = exactly(words, said, catalogue, lexicon);
        if (exact.isPresent()) {
            return exact;
        }
        int countAt = countIn(words, lexicon);
        List<String> named = new ArrayList<>(words);
        int quantity = countAt < 0 ? 1 : lexicon.number(named.remove(countAt)).orElse(1);
        if (named.stream().allMatch(lexicon::isStopWord)) {
            return bareNumber(words, countAt, catalogue, lexicon);
        }
        return Optional.of(new Mention(catalogue.matching(named, lexicon), quantity, countAt >= 0, said));
    }

    /** A whole name, which may hold numbers itself: "quatre fromages", "deux glaces deux boules". */
    private static Optional<Mention> exactly(List<String> words, String said, Catalogue catalogue, Lexicon lexicon) {
        for (int i = 0; i < words.size(); i++) {
            OptionalInt count = lexicon.number(words.get(i));
            if (count.isPresent()) {
                List<String> rest = new ArrayList<>(words);
                rest.remove(i);
                List<Catalogue.Item> item = catalogue.exactly(rest, lexicon);
                if (!item.isEmpty()) {
                    return Optional.of(new Mention(item, count.getAsInt(), true, said));
                }
            }
        }
        List<Catalogue.Item> item = catalogue.exactly(words, lexicon);
        return item.isEmpty() ? Optional.empty() : Optional.of(new Mention(item, 1, false, said));
    }

    /** {@code #3}, {@code 2 x #3}, {@code numéro 3}. */
    private static Optional<Mention> byNumber(List<String> words, String said, Catalogue catalogue, Lexicon lexicon) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean sign = NUMBER_SIGNS.contains(word) && i + 1 < words.size();
            OptionalInt number = word.startsWith("#") && word.length() > 1
                    ? lexicon.number(word.substring(1))
                    : sign ? lexicon.number(words.get(i + 1)) : OptionalInt.empty();
            if (number.isPresent()) {
                int countAt = countIn(words.subList(0, i), lexicon);
                int quantity =
                        countAt < 0 ? 1 : lexicon.number(words.get(countAt)).orElse(1);
                List<Catalogue.Item> item =
                        catalogue.byNumber(number.getAsInt()).stream().toList();
                return Optional.of(new Mention(item, quantity, countAt >= 0, "#" + number.getAsInt()));
            }
        }
        return Optional.empty();
    }

    /** A number without a name is the number of an item, "un" and "a" excepted. */
    private static Optional<Mention> bareNumber(List<String> words, int countAt, Catalogue catalogue, Lexicon lexicon) {
        if (countAt < 0 || lexicon.isStopWord(words.get(countAt))) {
            return Optional.empty();
        }
        int number = lexicon.number(words.get(countAt)).orElse(0);
        return Optional.of(new Mention(catalogue.byNumber(number).stream().toList(), 1, false, "#" + number));
    }

    /** Where the first number stands; an article ("une") counts only when there is no better one. */
    private static int countIn(List<String> words, Lexicon lexicon) {
        int article = -1;
        for (int i = 0; i < words.size(); i++) {
            if (lexicon.number(words.get(i)).isPresent()) {
                if (!lexicon.isStopWord(words.get(i))) {
                    return i;
                }
                article = article < 0 ? i : article;
            }
        }
        return article;
    }
}
