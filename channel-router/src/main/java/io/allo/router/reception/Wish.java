// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When somebody would like to come, or which appointment he means: what his words say of days and times.
 *
 * @param weekdays any of them
 * @param dates any of them: today, tomorrow, the third
 * @param week its Monday, null when no week was named
 * @param clocks any of them
 * @param bound whether the clock time is the earliest, the latest or the one
 */
record Wish(
        Set<DayOfWeek> weekdays,
        Set<LocalDate> dates,
        @Nullable LocalDate week,
        List<ClockTime> clocks,
        Bound bound,
        Set<Part> parts) {
    private static final LocalTime EVENING = LocalTime.of(17, 0);
    private static final int DAYS_OF_WEEK = 7;

    /** How a clock time is meant. */
    enum Bound {
        AT,
        FROM,
        UNTIL;

        private boolean holds(LocalTime time, ClockTime clock) {
            return switch (this) {
                case FROM -> !time.isBefore(clock.time());
                case UNTIL -> time.isBefore(clock.time());
                case AT ->
                    clock.exact()
                            ? time.equals(clock.time())
                            : time.getHour() == clock.time().getHour();
            };
        }
    }

    /** Part of the day. */
    enum Part {
        MORNING,
        AFTERNOON,
        EVENING;

        boolean has(LocalTime time) {
            return switch (this) {
                case MORNING -> time.isBefore(LocalTime.NOON);
                case AFTERNOON -> !time.isBefore(LocalTime.NOON);
                case EVENING -> !time.isBefore(Wish.EVENING);
            };
        }
    }

    static Wish of(String text, Phrases phrases, LocalDate today) {
        String days = Phrases.plain(ClockTime.removed(text, phrases));
        return new Wish(
                weekdays(days, phrases),
                dates(days, phrases, today),
                week(days, phrases, today),
                ClockTime.all(text, phrases),
                bound(text, phrases),
                parts(days, phrases));
    }

    boolean isEmpty() {
        return !namesDay() && clocks.isEmpty() && parts.isEmpty();
    }

    boolean namesDay() {
        return !weekdays.isEmpty() || !dates.isEmpty() || week != null;
    }

    boolean suits(Moment moment) {
        return suitsDay(moment.date()) && suitsTime(moment.time());
    }

    boolean suitsDay(@Nullable LocalDate date) {
        if (date == null || !namesDay()) {
            return true;
        }
        boolean named = dates.contains(date) || weekdays.contains(date.getDayOfWeek());
        return (named || weekdays.isEmpty() && dates.isEmpty()) && (week == null || sameWeek(date, week));
    }

    private boolean suitsTime(@Nullable LocalTime time) {
        if (time == null) {
            return true;
        }
        if (!clocks.isEmpty()) {
            return clocks.stream().anyMatch(clock -> bound.holds(time, clock));
        }
        return parts.isEmpty() || parts.stream().anyMatch(part -> part.has(time));
    }

    /** What is left when the words that name this appointment are taken away: where it is to go. */
    Wish without(Moment booked) {
        LocalDate date = booked.date();
        Set<DayOfWeek> otherDays = new LinkedHashSet<>(weekdays);
        Set<LocalDate> otherDates = new LinkedHashSet<>(dates);
        if (date != null) {
            otherDays.remove(date.getDayOfWeek());
            otherDates.remove(date);
        }
        List<ClockTime> otherClocks = clocks.stream()
                .filter(clock -> !clock.time().equals(booked.time()))
                .toList();
        return new Wish(otherDays, otherDates, week, otherClocks, bound, parts);
    }

    private static Set<DayOfWeek> weekdays(String plain, Phrases phrases) {
        Set<DayOfWeek> days = new LinkedHashSet<>();
        List<String> names = phrases.words("days");
        for (String word : plain.split(" ")) {
            String name = word.replaceAll("s$", "");
            int day = Math.max(names.indexOf(word), names.indexOf(name));
            if (day >= 0) {
                days.add(DayOfWeek.of(day + 1));
            }
        }
        return days;
    }

    private static Set<LocalDate> dates(String plain, Phrases phrases, LocalDate today) {
        Set<LocalDate> dates = new LinkedHashSet<>();
        if (phrases.has("today", plain)) {
            dates.add(today);
        }
        if (phrases.has("aftertomorrow", plain)) {
            dates.add(today.plusDays(2));
        } else if (phrases.has("tomorrow", plain)) {
            dates.add(today.plusDays(1));
        }
        List<String> months = phrases.words("months");
        Pattern date = Pattern.compile("\\b(?:(?:le|the|du|au|on) )?([0-3]?[0-9])(?:er|st|nd|rd|th)?(?: (?:of )?("
                + String.join("|", months) + "))?\\b|\\b(" + String.join("|", months) + ") (?:the )?([0-3]?[0-9])\\b");
        Matcher found = date.matcher(plain);
        while (found.find()) {
            String month = found.group(2) == null ? found.group(3) : found.group(2);
            String day = found.group(1) == null ? found.group(4) : found.group(1);
            boolean bare = month == null && found.group().matches("[0-9]+");
            if (!bare) {
                next(today, month == null ? 0 : months.indexOf(month) + 1, Integer.parseInt(day))
                        .ifPresent(dates::add);
            }
        }
        return dates;
    }

    /** The next such day. @param month 0 when it was not told */
    private static Optional<LocalDate> next(LocalDate today, int month, int day) {
        LocalDate first =
                month == 0 ? today.withDayOfMonth(1) : today.withDayOfMonth(1).withMonth(month);
        List<LocalDate> possible = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            LocalDate of = month == 0 ? first.plusMonths(i) : first.plusYears(i);
            LocalDate date = Moment.date(of.getYear(), of.getMonthValue(), day);
            if (date != null && !date.isBefore(today)) {
                possible.add(date);
            }
        }
        return possible.stream().findFirst();
    }

    private static @Nullable LocalDate week(String plain, Phrases phrases, LocalDate today) {
        LocalDate monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        if (phrases.has("nextweek", plain)) {
            return monday.plusDays(DAYS_OF_WEEK);
        }
        return phrases.has("thisweek", plain) ? monday : null;
    }

    private static boolean sameWeek(LocalDate date, LocalDate monday) {
        return !date.isBefore(monday) && date.isBefore(monday.plusDays(DAYS_OF_WEEK));
    }

    private static Bound bound(String words, Phrases phrases) {
        String text = Phrases.plain(words).replace("apres midi", "").replace("apres demain", "");
        if (phrases.has("from", text)) {
            return Bound.FROM;
        }
        return phrases.has("until", text) ? Bound.UNTIL : Bound.AT;
    }

    private static Set<Part> parts(String plain, Phrases phrases) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        if (phrases.has("morning", plain)) {
            parts.add(Part.MORNING);
        }
        if (phrases.has("afternoon", plain)) {
            parts.add(Part.AFTERNOON);
        }
        if (phrases.has("evening", plain)) {
            parts.add(Part.EVENING);
        }
        return parts;
    }
}
