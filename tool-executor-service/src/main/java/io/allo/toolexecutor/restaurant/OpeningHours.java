// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.restaurant;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * When a restaurant is open, on its own clocks. A span whose end is not after its start ends on the next day. Without any
 * hours nothing is known, and what is not known does not close a restaurant.
 *
 * @param spans weekday {@code "1"} (Monday) to {@code "7"}, each with {@code open} and {@code close} as {@code HH:MM}
 */
public record OpeningHours(Map<String, List<Map<String, String>>> spans, ZoneId zone) {
    private static final int DAYS_AHEAD = 8;

    private record Span(Instant opens, Instant closes) {}

    public boolean openAt(Instant time) {
        LocalDate day = LocalDate.ofInstant(time, zone);
        boolean unknown = spans.values().stream().allMatch(List::isEmpty);
        return unknown
                || Stream.of(day.minusDays(1), day)
                        .flatMap(this::of)
                        .anyMatch(span -> !time.isBefore(span.opens()) && time.isBefore(span.closes()));
    }

    /** The first opening after {@code time} within a week. */
    public Optional<Instant> nextOpening(Instant time) {
        LocalDate day = LocalDate.ofInstant(time, zone);
        return IntStream.rangeClosed(0, DAYS_AHEAD)
                .mapToObj(day::plusDays)
                .flatMap(this::of)
                .map(Span::opens)
                .filter(opens -> opens.isAfter(time))
                .min(Comparator.naturalOrder());
    }

    private Stream<Span> of(LocalDate day) {
        return spans.getOrDefault(String.valueOf(day.getDayOfWeek().getValue()), List.of()).stream()
                .map(span -> span(day, LocalTime.parse(span.get("open")), LocalTime.parse(span.get("close"))));
    }

    private Span span(LocalDate day, LocalTime opens, LocalTime closes) {
        LocalDate last = closes.isAfter(opens) ? day : day.plusDays(1);
        return new Span(
                day.atTime(opens).atZone(zone).toInstant(),
                last.atTime(closes).atZone(zone).toInstant());
    }
}
