// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Days and times as people say them: "demain vers huit heures et demie", "next friday at 7", "dans trois quarts d'heure",
 * "quarter to eight". Number words become digits first, then patterns over both languages. Pure functions.
 */
public final class TimeReader {
    private static final List<String> DAYS = List.of(
            "lundi|mondays?",
            "mardi|tuesdays?",
            "mercredi|wednesdays?",
            "jeudi|thursdays?",
            "vendredi|fridays?",
            "samedi|saturdays?",
            "dimanche|sundays?");
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
    private static final List<Pattern> DATES = MONTHS.stream()
            .map(names -> "(?:" + names + ")")
            .map(name -> Pattern.compile("\\b(?:le |the |on )*(\\d{1,2})(?:er| ?st| ?nd| ?rd| ?th)? (?:of )?" + name
                    + "\\b|\\b" + name + " (?:the )?(\\d{1,2})(?: ?st| ?nd| ?rd| ?th)?\\b"))
            .toList();
    private static final List<Pattern> WEEKDAYS = DAYS.stream()
            .map(
                    name -> Pattern.compile(
                            "\\b(?:on |next |this |le |ce |a week (?=on |this |next ))*(?:" + name
                                    + ")(?: (?:the |le )?(\\d{1,2})(?: ?(?:th|st|nd|rd|er))?\\b(?! ?(?:h|heures?|personnes?|people|couverts?|o clock|am|pm|:)))?( en 8| en 15| week\\b)?( prochain| soir| midi| evening| night| lunchtime)?\\b"))
            .toList();
    private static final String BEFORE =
            "(?:\\b(?:pour|vers|a|at|for|by|around|about|aux? environs? de|autour de|jusqu a|plutot)\\s+){0,2}";
    private static final Pattern RELATIVE_HOURS = Pattern.compile(
            "\\b(?:dans|in|d ici)\\s+(?:about\\s+|environ\\s+)?(?:(an?|une|\\d{1,2})\\s+(?:heures?|hours?|h)\\b(\\s+et\\s+demie|\\s+and\\s+a\\s+half)?|(\\d{1,3})\\s*(?:minutes?|min|mn)\\b"
                    + "|(une demi heure|half an hour|a half hour)|(1 quart d heure|un quart d heure|a quarter of an hour)|(3 quarts? d heure|three quarters of an hour))");
    private static final Pattern TO_THE_HOUR = Pattern.compile(
            BEFORE
                    + "\\b(?:(a )?(half|quarter|\\d{1,2})(?: minutes)? (past|to|after|before) (\\d{1,2})|(\\d{1,2}) ?(?:h|heures?) moins (le quart|\\d{1,2})|half (\\d{1,2}))\\b(?: ?(am|pm|du matin|du soir|in the morning|in the evening|in the afternoon|at night))?");
    private static final Pattern CLOCK = Pattern.compile(
            BEFORE
                    + "\\b(?:(\\d{1,2}) ?(?:h|heures?|hours?|o clock)(?: (?:and|et) (?=\\d))?(?: ?(\\d{2})\\b(?: minutes?)?| (et demie?|et quart)|\\b)(?: ?(am|pm|du matin|du soir|in the morning|in the evening)\\b)?"
                    + "|(\\d{1,2}):(\\d{2})(?: ?(am|pm|du matin|du soir|in the morning|in the evening)\\b)?|(\\d{1,2})(?: (\\d{2}))? ?(am|pm)\\b|(\\d{1,2}) (30|15|45)\\b|(\\d{1,2})(\\d{2})(?= ?(?:pm\\b|,,,)))(?: pile| precises?| sharp| tapantes?)?");
    /** Words only: "pour le menu midi" is no time. */
    private static final Pattern NOON = Pattern.compile(
            "\\b(?:pour|vers|a|at|for|by|around)\\s+(midi|noon|minuit|midnight)\\b(?: et (demie?|quart))?|\\b(midi|minuit) et (demie?|quart)\\b");

    private static final Pattern DAY_NOON = Pattern.compile("\\b(midi|noon|lunchtime)\\b");
    private static final Pattern BARE = Pattern.compile(
            "\\b(?:vers|at|around|by|about)\\s+(\\d{1,2})\\b(?! ?(?:personnes?|people|rue|avenue|euros?))|\\b(\\d{1,2}) (?:sharp|pile|tapantes?)\\b|(?<=, )(\\d{1,2}) (?=,{5,})");
    private static final Pattern NUMERIC_DATE = Pattern.compile("\\b(?:le )?(\\d{1,2})/(\\d{1,2})(?:/\\d{2,4})?\\b");
    private static final Pattern IN_A_WEEK = Pattern.compile(
            "\\b(?:(?:a|1) week (?:from )?(?:today|now)|in (?:a|1) week|(?:today|aujourd hui) en 8|today week|dans (?:une|1) semaine|dans 8 jours|this time next week)\\b");
    private static final Pattern IN_WEEKS = Pattern.compile(
            "\\b(\\d{1,2}) weeks? (?:from )?(?:today|now)\\b|\\b(?:dans|in) (\\d{1,2}) (?:weeks?|semaines?)\\b");
    private static final Pattern IN_DAYS = Pattern.compile("\\b(?:dans|in|d ici) (\\d{1,2}) (?:jours?|days?)\\b");
    private static final Pattern RELATIVE_DAY = Pattern.compile(
            "\\b(?:le |the )?(apres demain|day after tomorrow|demain soir|demain midi|demain|tomorrow night|tomorrow evening|tomorrow|aujourd hui|ce soir|ce midi|cet apres midi|today|tonight|this evening)\\b");
    private static final Pattern BARE_HOUR = Pattern.compile("\\b(\\d{1,2})\\b");
    private static final int EARLIEST_HOUR = 11;

    private TimeReader() {}

    /** Everything that the text says of a moment. */
    public static When read(String text, LocalDateTime now) {
        Pieces pieces = Pieces.of(text);
        Found<LocalDateTime> later = relative(pieces.text(), now);
        if (later.value() != null) {
            return new When(later.value().toLocalDate(), later.value().toLocalTime(), pieces.without(later.left()));
        }
        Found<LocalDate> day = day(pieces.text(), now.toLocalDate());
        Found<LocalTime> time = time(day.left(), day.value() != null);
        boolean nothing = day.value() == null && time.value() == null;
        return new When(day.value(), time.value(), nothing ? text : pieces.without(time.left()));
    }

    /** A bare number where a time was asked for: "vingt", "8". */
    public static @Nullable LocalTime bareHour(String text) {
        Matcher number = BARE_HOUR.matcher(Pieces.of(text).text());
        return number.find() ? clockTime(number.group(1), 0, null) : null;
    }

    /** @param left the text with what was found struck out, letter by letter */
    private record Found<T>(@Nullable T value, String left) {}

    private static String strike(String text, int from, int to) {
        return text.substring(0, from) + ",".repeat(to - from) + text.substring(to);
    }

    private static String strike(String text, Matcher found) {
        return strike(text, found.start(), found.end());
    }

    private static Found<LocalDateTime> relative(String text, LocalDateTime now) {
        Matcher found = RELATIVE_HOURS.matcher(text);
        if (!found.find()) {
            return new Found<>(null, text);
        }
        int minutes;
        if (found.group(1) != null) {
            int hours = found.group(1).matches("\\d+") ? Integer.parseInt(found.group(1)) : 1;
            minutes = hours * 60 + (found.group(2) == null ? 0 : 30);
        } else if (found.group(3) != null) {
            minutes = Integer.parseInt(found.group(3));
        } else {
            minutes = found.group(4) != null ? 30 : found.group(5) != null ? 15 : 45;
        }
        return new Found<>(now.plusMinutes(minutes).withSecond(0).withNano(0), strike(text, found));
    }

    private static Found<LocalTime> time(String text, boolean dayKnown) {
        Matcher to = TO_THE_HOUR.matcher(text);
        if (to.find()) {
            return new Found<>(around(to), strike(text, to));
        }
        Matcher clock = CLOCK.matcher(text);
        if (clock.find()) {
            String hour = first(clock, 1, 5, 8, 11, 13);
            String minute = first(clock, 2, 6, 9, 12, 14);
            String part = clock.group(3);
            int spoken = part == null ? 0 : part.contains("demi") ? 30 : 15;
            int minutes = minute == null ? spoken : Integer.parseInt(minute);
            LocalTime time = clockTime(hour, minutes, first(clock, 4, 7, 10));
            return time == null ? new Found<>(null, text) : new Found<>(time, strike(text, clock));
        }
        Matcher noon = NOON.matcher(text);
        if (noon.find()) {
            String half = first(noon, 2, 4);
            int minutes = half == null ? 0 : half.startsWith("demi") ? 30 : 15;
            LocalTime time = noon.group().contains("minuit") || noon.group().contains("midnight")
                    ? LocalTime.MIDNIGHT
                    : LocalTime.NOON;
            return new Found<>(time.plusMinutes(minutes), strike(text, noon));
        }
        Matcher dayNoon = DAY_NOON.matcher(text);
        if (dayKnown && dayNoon.find()) {
            return new Found<>(LocalTime.NOON, strike(text, dayNoon));
        }
        Matcher bare = BARE.matcher(text);
        return bare.find()
                ? new Found<>(clockTime(first(bare, 1, 2, 3), 0, null), strike(text, bare))
                : new Found<>(null, text);
    }

    /** "half past eight", "quarter to eight", "huit heures moins le quart". */
    private static @Nullable LocalTime around(Matcher to) {
        if (to.group(7) != null) {
            return clockTime(to.group(7), 30, to.group(8)); // "half seven" is half past
        }
        if (to.group(5) != null) {
            LocalTime hour = clockTime(to.group(5), 0, to.group(8));
            int less = to.group(6).equals("le quart") ? 15 : Integer.parseInt(to.group(6));
            return hour == null ? null : hour.minusMinutes(less);
        }
        String word = String.valueOf(to.group(2));
        int minutes = word.equals("half") ? 30 : word.equals("quarter") ? 15 : Integer.parseInt(word);
        LocalTime hour = clockTime(to.group(4), 0, to.group(8));
        boolean before = "to".equals(to.group(3)) || "before".equals(to.group(3));
        return hour == null ? null : before ? hour.minusMinutes(minutes) : hour.plusMinutes(minutes);
    }

    /** Nobody eats in the small hours: "à 8 heures" is the evening. */
    private static @Nullable LocalTime clockTime(@Nullable String hourText, int minute, @Nullable String half) {
        int hour = hourText == null ? 24 : Integer.parseInt(hourText);
        boolean morning = half != null && (half.equals("am") || half.endsWith("matin") || half.endsWith("morning"));
        boolean later = half != null && !morning;
        boolean evening = hour < EARLIEST_HOUR && hour > 0 && !morning || later && hour < 12;
        return hour > 23 || minute > 59 ? null : LocalTime.of(evening ? hour + 12 : hour, minute);
    }

    private static Found<LocalDate> day(String text, LocalDate today) {
        Matcher numeric = NUMERIC_DATE.matcher(text);
        if (numeric.find()) {
            return new Found<>(
                    dayOf(numeric.group(1), Integer.parseInt(numeric.group(2)), today), strike(text, numeric));
        }
        Matcher week = IN_A_WEEK.matcher(text);
        if (week.find()) {
            return new Found<>(today.plusWeeks(1), strike(text, week));
        }
        Matcher weeks = IN_WEEKS.matcher(text);
        if (weeks.find()) {
            return new Found<>(today.plusWeeks(Integer.parseInt(first(weeks, 1, 2))), strike(text, weeks));
        }
        Matcher inDays = IN_DAYS.matcher(text);
        if (inDays.find()) {
            int days = Integer.parseInt(inDays.group(1));
            // "Quinze jours" are two weeks.
            boolean fortnight = days == 15 && inDays.group().endsWith("jours");
            return new Found<>(today.plusDays(fortnight ? 14 : days), strike(text, inDays));
        }
        for (int month = 1; month <= 12; month++) {
            Matcher date = DATES.get(month - 1).matcher(text);
            if (date.find()) {
                return new Found<>(dayOf(first(date, 1, 2), month, today), strike(text, date));
            }
        }
        Matcher relative = RELATIVE_DAY.matcher(text);
        if (relative.find()) {
            String said = relative.group(1);
            int days = said.equals("apres demain") || said.startsWith("day after")
                    ? 2
                    : said.startsWith("demain") || said.startsWith("tomorrow") ? 1 : 0;
            // "demain midi" says a time too.
            return new Found<>(today.plusDays(days), strike(text, relative.start(), beforeNoon(relative)));
        }
        return weekday(text, today);
    }

    /** The last that was said counts: "not Saturday, Sunday". One with its number is surer than one without. */
    private static Found<LocalDate> weekday(String text, LocalDate today) {
        Matcher best = null;
        int bestDay = 0;
        for (int day = 1; day <= 7; day++) {
            Matcher weekday = WEEKDAYS.get(day - 1).matcher(text);
            while (weekday.find()) {
                boolean surer = best == null || weekday.group(1) != null && best.group(1) == null;
                boolean later = best != null
                        && (weekday.group(1) != null || best.group(1) == null)
                        && weekday.start() > best.start();
                if (surer || later) {
                    best = WEEKDAYS.get(day - 1).matcher(text);
                    best.find(weekday.start());
                    bestDay = day;
                }
            }
        }
        return best == null ? new Found<>(null, text) : weekday(text, best, bestDay, today);
    }

    private static Found<LocalDate> weekday(String text, Matcher weekday, int day, LocalDate today) {
        if (weekday.group(1) != null) {
            return new Found<>(dayOfMonth(Integer.parseInt(weekday.group(1)), today), strike(text, weekday));
        }
        LocalDate next = today.with(TemporalAdjusters.next(DayOfWeek.of(day)));
        boolean aWeekLater = weekday.group(2) != null || weekday.group().startsWith("a week");
        LocalDate meant = aWeekLater ? next.plusWeeks(1) : next;
        return new Found<>(meant, strike(text, weekday.start(), beforeNoon(weekday)));
    }

    /** "Friday the 20th": of this month, or of the next one when that is over. */
    private static @Nullable LocalDate dayOfMonth(int day, LocalDate today) {
        LocalDate month = day < today.getDayOfMonth() ? today.plusMonths(1) : today;
        return day < 1 || day > month.lengthOfMonth() ? null : month.withDayOfMonth(day);
    }

    private static int beforeNoon(Matcher day) {
        return day.group().endsWith(" midi") ? day.end() - "midi".length() : day.end();
    }

    /** The next day of that date; null when there is none. */
    public static @Nullable LocalDate dayOf(@Nullable String dayOfMonth, int month, LocalDate today) {
        try {
            LocalDate thisYear = LocalDate.of(today.getYear(), month, Integer.parseInt(String.valueOf(dayOfMonth)));
            return thisYear.isBefore(today) ? thisYear.plusYears(1) : thisYear;
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
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
