// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.NumberWords;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.reading.NameReader;
import io.allo.router.builtin.reading.TimeReader;
import io.allo.router.builtin.reading.When;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds day, time, number of guests, place and name in what a person said about a table, French and English alike. */
final class TableReader {
    private static final String NUMBER = "(\\d{1,3})";
    private static final String PEOPLE =
            "(?:personnes?|couverts?|adultes?|enfants?|people|persons?|guests?|of us|adults?|kids?|children|child|ados?|bebes?|amis?|friends?|pers|pax|seats?|places?|copains?|copines?|collegues?|colleagues?|invites?)";
    private static final Pattern COUNTED = Pattern.compile(NUMBER + " (?:\\p{L}+ )?" + PEOPLE + "\\b");
    private static final Pattern PARTY = Pattern.compile(
            "\\b(?:pour|for|party of|table de|table of|nous serons|on sera|on est|nous sommes|serons|serait|serions|a etre|be|there s|sorry|pardon|donc|non|no|s|we are|we re|there will be|make it|a|plutot|finalement|of) "
                    + NUMBER
                    + "\\b(?! ?(?:de plus|more|h|heures?|minutes?|am|pm|o clock|rue|janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec))");
    private static final Pattern TAKEN_BACK =
            Pattern.compile("\\b(?:non|no|sorry|pardon|plutot|rigole|plaisante|joking|kidding|wait|attendez|donc)\\b");
    /** "Four then", "quatre en tout": the sum of those who were named before. */
    private static final Pattern TOTAL =
            Pattern.compile("\\b" + NUMBER + " (?:donc|en tout|au total|in all|altogether|in total|all told)\\b");
    /** Seating preferences by the words that ask for them. */
    private static final Map<String, Pattern> SEATING = new LinkedHashMap<>();

    static {
        SEATING.put(
                "outdoor",
                Pattern.compile("\\b(?:terrasses?|dehors|exterieur|outside|outdoors?|terrace|patio|garden|jardin)\\b"));
        SEATING.put("window", Pattern.compile("\\b(?:fenetres?|vitrine|baie vitree|windows?)\\b"));
        SEATING.put("quiet", Pattern.compile("\\b(?:calme|tranquille|au coin|quiet|calm|corner)\\b"));
        SEATING.put("bar", Pattern.compile("\\b(?:au bar|at the bar|comptoir|counter)\\b"));
        SEATING.put("large_table", Pattern.compile("\\b(?:grande table|large table|big table|table ronde)\\b"));
    }

    private static final Pattern INSTEAD = Pattern.compile(
            "(?i)\\b(?:au lieu d[eu']|plutôt que|et non|pas|instead of|rather than|not)\\s+(?:\\d{1,2}|[\\p{L}-]+)(?:\\s+(?:personnes|people|heures))?");
    private static final Pattern TO = Pattern.compile(
            "(?i)(?<!quarter |ten |five |twenty |half )\\bto (?=\\d|(?:half|quarter|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon)\\b(?! (?:people|of us|guests|persons)))");

    private TableReader() {}

    /**
     * Everything that the text says of a table.
     *
     * @param asked the part that was asked for: a bare number answers it
     */
    static TableDraft read(String text, Focus.@Nullable TablePart asked, LocalDateTime now) {
        Optional<NameReader.Name> name = NameReader.introduced(text);
        When when = TimeReader.read(name.map(NameReader.Name::left).orElse(text), now);
        String left = digits(when.left());
        Integer guests = guests(left, asked == Focus.TablePart.GUESTS);
        LocalTime time = when.time() == null && asked == Focus.TablePart.TIME && guests == null
                ? TimeReader.bareHour(when.left())
                : when.time();
        return new TableDraft(
                guests, when.day(), time, name.map(NameReader.Name::name).orElse(null), null, seating(left), null);
    }

    /** What is to be otherwise than it was: "six au lieu de quatre", "move it to nine". */
    static TableDraft changes(String text, LocalDateTime now) {
        String without = INSTEAD.matcher(text).replaceAll(" ");
        return read(TO.matcher(without).replaceAll("at "), null, now);
    }

    private static String digits(String text) {
        List<String> words = Words.of(text);
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < words.size(); ) {
            Optional<NumberWords.Number> number = NumberWords.at(words, i);
            digits.append(number.map(found -> String.valueOf(found.value())).orElse(words.get(i)))
                    .append(' ');
            i += number.map(NumberWords.Number::length).orElse(1);
        }
        return digits.toString().strip();
    }

    /** "Deux adultes et trois enfants" are five. */
    private static @Nullable Integer guests(String digits, boolean asked) {
        Matcher total = TOTAL.matcher(digits);
        if (total.find()) {
            return Integer.valueOf(total.group(1));
        }
        int named = Party.count(digits);
        if (named > 1) {
            return named;
        }
        Matcher counted = COUNTED.matcher(digits);
        int sum = 0;
        while (counted.find()) {
            sum += Integer.parseInt(counted.group(1));
        }
        if (sum > 0) {
            return sum;
        }
        // "For nine, sorry, ten": the last counts where something was taken back.
        boolean again = TAKEN_BACK.matcher(digits).find();
        Integer last = null;
        Matcher party = PARTY.matcher(digits);
        while (party.find()) {
            int number = Integer.parseInt(party.group(1));
            if (number > 0 && (last == null || again)) {
                last = number;
            }
        }
        if (last != null) {
            return last;
        }
        Matcher bare = Pattern.compile("\\b" + NUMBER + "\\b").matcher(digits);
        return asked && bare.find() && Integer.parseInt(bare.group(1)) > 0 ? Integer.valueOf(bare.group(1)) : null;
    }

    private static @Nullable String seating(String folded) {
        return SEATING.entrySet().stream()
                .filter(entry -> entry.getValue().matcher(folded).find())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** The next day of that date; null when there is none. */
    static @Nullable LocalDate dayOf(@Nullable String dayOfMonth, int month, LocalDate today) {
        return TimeReader.dayOf(dayOfMonth, month, today);
    }
}
