// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.appointment.Calendar.ServiceType;
import io.allo.toolexecutor.appointment.Calendar.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * When an appointment can begin. Hours are those of the business's clocks: each span becomes instants by its own day's offset, so that
 * a day of 23 or 25 hours has the slots that its clocks show. Framework-free, without state.
 */
final class WorkingTime {
    private WorkingTime() {}

    /** From its beginning to its end, the end excluded. */
    record Busy(Instant start, Instant end) {
        boolean meets(Instant from, Instant to) {
            return start.isBefore(to) && end.isAfter(from);
        }
    }

    /**
     * Beginnings in [from, to) that are free, soonest first.
     *
     * @param busy what is booked, and maybe more
     * @param now nothing sooner than the calendar's notice after it, nothing beyond its horizon
     */
    static List<Instant> free(
            Calendar calendar, ServiceType service, Instant from, Instant to, List<Busy> busy, Instant now) {
        ZoneId zone = calendar.zone();
        Instant soonest = now.plus(calendar.notice());
        LocalDate today = LocalDate.ofInstant(now, zone);
        Instant furthest =
                today.plusDays(calendar.horizon() + 1L).atStartOfDay(zone).toInstant();
        Instant first = from.isAfter(soonest) ? from : soonest;
        Instant end = to.isBefore(furthest) ? to : furthest;
        List<Instant> free = new ArrayList<>();
        // A span of the day before may run over midnight.
        LocalDate day = LocalDate.ofInstant(first, zone).minusDays(1);
        for (; day.atStartOfDay(zone).toInstant().isBefore(end); day = day.plusDays(1)) {
            for (Span span : spans(calendar, day)) {
                starts(span, day, calendar, service).stream()
                        .filter(at -> !at.isBefore(first) && at.isBefore(end))
                        .filter(at -> busy.stream().noneMatch(other -> other.meets(at, at.plus(service.duration()))))
                        .forEach(free::add);
            }
        }
        return free.stream().distinct().sorted().toList();
    }

    private static List<Span> spans(Calendar calendar, LocalDate day) {
        return calendar.isClosed(day)
                ? List.of()
                : calendar.hours()
                        .getOrDefault(String.valueOf(day.getDayOfWeek().getValue()), List.of());
    }

    private static List<Instant> starts(Span span, LocalDate day, Calendar calendar, ServiceType service) {
        LocalTime opens = LocalTime.parse(span.open());
        LocalTime closes = LocalTime.parse(span.close());
        LocalDate last = closes.isAfter(opens) ? day : day.plusDays(1);
        Instant close = last.atTime(closes).atZone(calendar.zone()).toInstant();
        List<Instant> starts = new ArrayList<>();
        Instant at = day.atTime(opens).atZone(calendar.zone()).toInstant();
        while (!at.plus(service.duration()).isAfter(close)) {
            starts.add(at);
            at = at.plus(calendar.step());
        }
        return starts;
    }
}
