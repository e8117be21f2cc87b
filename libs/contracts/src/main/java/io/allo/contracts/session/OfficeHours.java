// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When people are at work: {@code {"timezone": "Europe/Paris", "weekly": {"mon": ["09:00-12:00", "14:00-18:00"]}, "exceptions":
 * {"2026-12-25": []}}}. Hours are those of the wall clock there, whatever daylight saving does to it; an interval ends before its
 * second time, {@code 24:00} is the end of the day. A day that is not named is closed; an exception replaces its day.
 *
 * @param timezone name of a time zone; absent = Europe/Paris
 * @param weekly intervals by {@code mon tue wed thu fri sat sun}
 * @param exceptions intervals by date (ISO 8601)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OfficeHours(String timezone, Map<String, List<String>> weekly, Map<String, List<String>> exceptions) {
    private static final int LOOK_AHEAD_DAYS = 60;
    private static final Pattern INTERVAL =
            Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)");
    private static final String MIDNIGHT = "24:00";

    public OfficeHours {
        timezone = timezone == null ? "Europe/Paris" : timezone;
        weekly = weekly == null ? Map.of() : Map.copyOf(weekly);
        exceptions = exceptions == null ? Map.of() : Map.copyOf(exceptions);
    }

    /** {@code mon} to {@code sun}. */
    public static Optional<DayOfWeek> day(String name) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (name(day).equals(name)) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }

    private static String name(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    /** Can this be read as an interval of a day, for example {@code 09:00-12:30}? */
    public static boolean isInterval(String text) {
        return INTERVAL.matcher(text).matches() && Interval.of(text).from().compareTo(text.substring(6)) < 0;
    }

    /** Is somebody there? */
    public boolean isOpen(Instant now) {
        ZonedDateTime there = now.atZone(zone());
        return intervals(there.toLocalDate()).stream().anyMatch(one -> one.contains(there.toLocalTime()));
    }

    /** When somebody is there again, the next two months long; empty while somebody is there, or never. */
    public Optional<ZonedDateTime> nextOpening(Instant now) {
        if (isOpen(now)) {
            return Optional.empty();
        }
        ZonedDateTime there = now.atZone(zone());
        for (int ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead++) {
            LocalDate date = there.toLocalDate().plusDays(ahead);
            Optional<ZonedDateTime> opening = intervals(date).stream()
                    .map(one -> ZonedDateTime.of(date, LocalTime.parse(one.from()), zone()))
                    .filter(begin -> begin.isAfter(there))
                    .min(Comparator.naturalOrder());
            if (opening.isPresent()) {
                return opening;
            }
        }
        return Optional.empty();
    }

    /** Never fails: a zone that was stored unchecked is UTC. */
    public ZoneId zone() {
        try {
            return ZoneId.of(timezone);
        } catch (DateTimeException e) {
            return ZoneId.of("UTC");
        }
    }

    private List<Interval> intervals(LocalDate date) {
        @Nullable List<String> named = exceptions.get(date.toString());
        List<String> day = named == null ? weekly.getOrDefault(name(date.getDayOfWeek()), List.of()) : named;
        return day.stream().filter(OfficeHours::isInterval).map(Interval::of).toList();
    }

    /** Times of day as text, which sort like what they mean. */
    private record Interval(String from, String until) {
        static Interval of(String text) {
            return new Interval(text.substring(0, 5), text.substring(6));
        }

        boolean contains(LocalTime time) {
            return !time.isBefore(LocalTime.parse(from))
                    && (until.equals(MIDNIGHT) || time.isBefore(LocalTime.parse(until)));
        }
    }
}
