// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Lexicon;
import io.allo.router.builtin.intent.Words;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds day, time, number of guests and name in what a person said about a table, French and English alike. Pure functions. */
final class TableReader {
    private static final List<String> DAYS = List.of(
            "lundi|monday",
            "mardi|tuesday",
            "mercredi|wednesday",
            "jeudi|thursday",
            "vendredi|friday",
            "samedi|saturday",
            "dimanche|sunday");
    private static final List<String> MONTHS = List.of(
            "janv(?:ier)?|jan(?:uary)?",
            "fevr?(?:ier)?|feb(?:ruary)?",
            "mars|mar(?:ch)?",
            "avr(?:il)?|apr(?:il)?",
            "mai|may",
            "juin|june?",
            "juil(?:let)?|july?",
            "aout|aug(?:ust)?",
            "sept(?:embre|ember)?",
            "oct(?:obre|ober)?",
            "nov(?:embre|ember)?",
            "dec(?:embre|ember)?");
    private static final Pattern NUMERIC_DATE = Pattern.compile("\\b(\\d{1,2})/(\\d{1,2})\\b");
    private static final Pattern CLOCK = Pattern.compile(
            "\\b(\\d{1,2}) ?(?:h|heures?|o clock) ?(\\d{2}|et demie)?\\b(?: ?(am|pm))?|\\b(\\d{1,2}) ?(am|pm)\\b"
                    + "|\\b(\\d{1,2}):(\\d{2})(?: ?(am|pm))?");
    private static final Pattern NAME = Pattern.compile(
            "(?:au nom de|nom est|m'appelle|je suis|name is|under the name|under|name of)\\s+(\\p{L}[\\p{L}' -]{0,40})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern PARTY = Pattern.compile(
            "(\\w+) (?:personnes?|couverts?|adultes?|people|persons?|guests?|of us)\\b|\\b(?:pour|for|party of|table de|nous serons|on sera|nous sommes) (\\w+)");
    /** A restaurant lays no table in the small hours: "à 8 heures" is the evening. */
    private static final int EARLIEST_HOUR = 11;

    private TableReader() {}

    /**
     * Everything that the text says of a table.
     *
     * @param asked the part that was asked for: a bare number answers it
     */
    static TableDraft read(String text, Focus.@Nullable TablePart asked, Lexicon lexicon, LocalDate today) {
        String left = text.replace('’', '\'');
        Matcher numericDate = NUMERIC_DATE.matcher(left);
        LocalDate day = null;
        if (numericDate.find()) {
            day = dayOf(numericDate.group(1), Integer.parseInt(numericDate.group(2)), today);
            left = numericDate.replaceFirst(" ");
        }
        Found<LocalTime> time = time(left.toLowerCase(Locale.ROOT));
        Found<LocalDate> named = day(Words.fold(time.left()), today);
        Integer guests = guests(named.left(), lexicon, asked == Focus.TablePart.GUESTS);
        LocalTime clock = time.value() == null && asked == Focus.TablePart.TIME && guests == null
                ? bareHour(named.left(), lexicon)
                : time.value();
        return new TableDraft(guests, day == null ? named.value() : day, clock, name(text), null);
    }

    /** What was found, and the text without it. */
    private record Found<T>(@Nullable T value, String left) {}

    private static Found<LocalTime> time(String text) {
        String folded = text.replace("o'clock", "o clock");
        Matcher clock = CLOCK.matcher(folded);
        if (clock.find()) {
            String hour = first(clock, 1, 4, 6);
            String minute = first(clock, 2, 7);
            String half = first(clock, 3, 5, 8);
            return new Found<>(clockTime(hour, minute, half), clock.replaceFirst(" "));
        }
        Matcher noon =
                Pattern.compile("\\b(?:à|a|pour|at|for)?\\s*(midi|noon)\\b").matcher(folded);
        return noon.find() && !folded.contains("ce midi ")
                ? new Found<>(LocalTime.NOON, noon.replaceFirst(" "))
                : new Found<>(null, text);
    }

    private static @Nullable LocalTime clockTime(
            @Nullable String hourText, @Nullable String minuteText, @Nullable String half) {
        int hour = hourText == null ? 24 : Integer.parseInt(hourText);
        int minute = minuteText == null ? 0 : minuteText.equals("et demie") ? 30 : Integer.parseInt(minuteText);
        boolean evening = hour < EARLIEST_HOUR && hour > 0 && !"am".equals(half) || "pm".equals(half) && hour < 12;
        return hour > 23 || minute > 59 ? null : LocalTime.of(evening ? hour + 12 : hour, minute);
    }

    private static @Nullable LocalTime bareHour(String folded, Lexicon lexicon) {
        return Words.of(folded).stream()
                .map(lexicon::number)
                .filter(OptionalInt::isPresent)
                .map(number -> clockTime(String.valueOf(number.getAsInt()), null, null))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Found<LocalDate> day(String text, LocalDate today) {
        for (int month = 1; month <= 12; month++) {
            String name = "(?:" + MONTHS.get(month - 1) + ")";
            Matcher date = Pattern.compile("\\b(\\d{1,2})(?:er|st|nd|rd|th)? (?:of )?" + name + "\\b|\\b" + name
                            + " (?:the )?(\\d{1,2})(?:st|nd|rd|th)?\\b")
                    .matcher(text);
            if (date.find()) {
                return new Found<>(dayOf(first(date, 1, 2), month, today), date.replaceFirst(" "));
            }
        }
        Matcher relative = Pattern.compile(
                        "\\b(apres demain|day after tomorrow|demain|tomorrow|aujourd hui|ce soir|ce midi|today|tonight)\\b")
                .matcher(text);
        if (relative.find()) {
            int days = switch (relative.group(1)) {
                case "apres demain", "day after tomorrow" -> 2;
                case "demain", "tomorrow" -> 1;
                default -> 0;
            };
            return new Found<>(today.plusDays(days), relative.replaceFirst(" "));
        }
        for (int day = 1; day <= 7; day++) {
            Matcher weekday =
                    Pattern.compile("\\b(?:" + DAYS.get(day - 1) + ")\\b").matcher(text);
            if (weekday.find()) {
                return new Found<>(today.with(TemporalAdjusters.next(DayOfWeek.of(day))), weekday.replaceFirst(" "));
            }
        }
        return new Found<>(null, text);
    }

    /** The next day of that date; null when there is none. */
    static @Nullable LocalDate dayOf(@Nullable String dayOfMonth, int month, LocalDate today) {
        try {
            LocalDate thisYear = LocalDate.of(today.getYear(), month, Integer.parseInt(String.valueOf(dayOfMonth)));
            return thisYear.isBefore(today) ? thisYear.plusYears(1) : thisYear;
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Integer guests(String folded, Lexicon lexicon, boolean asked) {
        Matcher party = PARTY.matcher(folded);
        while (party.find()) {
            OptionalInt number = lexicon.number(String.valueOf(first(party, 1, 2)));
            if (number.isPresent() && number.getAsInt() > 0) {
                return number.getAsInt();
            }
        }
        if (!asked) {
            return null;
        }
        return Words.of(folded).stream()
                .map(lexicon::number)
                .filter(number -> number.isPresent() && number.getAsInt() > 0)
                .map(OptionalInt::getAsInt)
                .findFirst()
                .orElse(null);
    }

    /** A name that is introduced as one. */
    static TableDraft named(String text) {
        return new TableDraft(null, null, null, name(text), null);
    }

    private static @Nullable String name(String text) {
        Matcher name = NAME.matcher(text);
        return name.find() ? name.group(1).strip() : null;
    }

    private static @Nullable String first(Matcher matcher, int... groups) {
        for (int group : groups) {
            if (matcher.group(group) != null) {
                return matcher.group(group);
            }
        }
        return null;
    }
}
