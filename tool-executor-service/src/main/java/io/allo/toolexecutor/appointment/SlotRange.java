// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.door.ApiException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From when to when slots are looked for, and which of too many are told. */
record SlotRange(Instant from, Instant to) {
    private static final String DEFAULT = "default";
    private static final Map<String, Integer> DAYS = Map.of(DEFAULT, 7, "+2week", 14, "+1month", 30, "+3month", 90);
    private static final int MOST = 40;

    /** @param date one day alone, {@code YYYY-MM-DD}; goes before the range */
    static SlotRange of(@Nullable String range, @Nullable String date, Calendar calendar, Clock clock) {
        ZoneId zone = calendar.zone();
        if (date != null && !date.isBlank()) {
            LocalDate day = day(date);
            return new SlotRange(
                    day.atStartOfDay(zone).toInstant(),
                    day.plusDays(1).atStartOfDay(zone).toInstant());
        }
        Integer days = DAYS.get(range == null || range.isBlank() ? DEFAULT : range.strip());
        if (days == null) {
            throw ApiException.badRequest("range is unknown (expected: one of default, +2week, +1month, +3month)");
        }
        Instant now = clock.instant();
        return new SlotRange(
                now,
                LocalDate.ofInstant(now, zone).plusDays(days).atStartOfDay(zone).toInstant());
    }

    static LocalDate day(String date) {
        try {
            LocalDate day = LocalDate.parse(date.strip());
            if (day.getYear() >= 2000 && day.getYear() < 3000) {
                return day;
            }
        } catch (DateTimeException e) {
            // Answered below, as a date that is out of range is.
        }
        throw ApiException.badRequest("date has another form (expected: YYYY-MM-DD)");
    }

    /** Not more than can be looked over: the days evenly, of each day its times evenly. */
    static List<Instant> spread(List<Instant> free, ZoneId zone) {
        if (free.size() <= MOST) {
            return free;
        }
        List<List<Instant>> days = new ArrayList<>(free.stream()
                .collect(Collectors.groupingBy(at -> LocalDate.ofInstant(at, zone), TreeMap::new, Collectors.toList()))
                .values());
        int ofEach = Math.max(2, MOST / days.size());
        return evenly(days, MOST / ofEach).stream()
                .flatMap(day -> evenly(day, ofEach).stream())
                .toList();
    }

    private static <T> List<T> evenly(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<T> some = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            some.add(all.get((int) ((long) i * all.size() / most)));
        }
        return some;
    }
}
