// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.call;

import io.allo.toolexecutor.door.ApiException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The query of {@code GET /api/calls} as it was sent; 400 with what was expected. */
record CallQuery(
        @Nullable String channel,
        @Nullable String outcome,
        @Nullable String from,
        @Nullable String before,
        @Nullable String limit) {
    static final int DAYS_SHOWN = 6;
    private static final int LONGEST_PERIOD_DAYS = 366;
    private static final int SHOWN = 20;
    private static final int MOST = 100;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    CallQuery checked() {
        filter(null);
        return this;
    }

    CallRepository.Filter filter(@Nullable String phone) {
        return new CallRepository.Filter(
                asked(),
                outcome == null || outcome.isBlank() ? null : CallOutcome.of(outcome),
                phone,
                instant(from, "from", EARLIEST),
                instant(before, "before", LATEST),
                number());
    }

    /** Calls, unless another channel or {@code all} is asked for. */
    private @Nullable String asked() {
        if (channel == null || channel.isBlank()) {
            return "voice";
        }
        if (channel.equals("all")) {
            return null;
        }
        if (!CallReport.CHANNELS.contains(channel)) {
            throw ApiException.badRequest(
                    "unknown channel (expected: all, or one of " + String.join(", ", CallReport.CHANNELS) + ")");
        }
        return channel;
    }

    private int number() {
        if (limit == null || limit.isBlank()) {
            return SHOWN;
        }
        if (!limit.matches("\\d{1,3}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST) {
            throw ApiException.badRequest("limit is out of range (expected: 1-" + MOST + ")");
        }
        return Integer.parseInt(limit);
    }

    private static Instant instant(@Nullable String text, String name, Instant otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            Instant at = Instant.parse(text);
            return at.isBefore(EARLIEST) ? EARLIEST : at.isAfter(LATEST) ? LATEST : at;
        } catch (DateTimeParseException e) {
            throw ApiException.badRequest(name + " is no instant (expected: 2027-01-31T12:00:00Z)");
        }
    }

    /** A day of the restaurant's calendar. */
    static LocalDate day(@Nullable String text, String name, LocalDate otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() < 2000 || day.getYear() > 2099) {
                throw ApiException.badRequest(name + " is out of range (expected: years 2000 to 2099)");
            }
            return day;
        } catch (DateTimeParseException e) {
            throw ApiException.badRequest(name + " is no day (expected: YYYY-MM-DD)");
        }
    }

    static void requirePeriod(LocalDate first, LocalDate last) {
        if (last.isBefore(first) || ChronoUnit.DAYS.between(first, last) >= LONGEST_PERIOD_DAYS) {
            throw ApiException.badRequest(
                    "the period is empty or too long (expected: 1-" + LONGEST_PERIOD_DAYS + " days)");
        }
    }
}
