// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.restaurant;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The instant that a caller means by a clock time: the next one in the restaurant's zone.
 *
 * <p>When the clocks go back, a time comes twice and the first that is still ahead is meant; when they go forward, a time
 * that does not exist is read as the hour after it.
 */
public final class RequestedTime {
    private static final Pattern CLOCK_TIME = Pattern.compile("([01]?[0-9]|2[0-3]):([0-5][0-9])");

    private RequestedTime() {}

    /** Reads {@code HH:MM}; empty when it is another form. */
    public static Optional<LocalTime> parse(@Nullable String text) {
        Matcher matcher = CLOCK_TIME.matcher(text == null ? "" : text.strip());
        return matcher.matches()
                ? Optional.of(LocalTime.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** The next {@code time} after {@code now} on the clocks of {@code zone}. */
    public static Instant next(LocalTime time, Instant now, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        ZonedDateTime first = today.atTime(time).atZone(zone).withEarlierOffsetAtOverlap();
        ZonedDateTime second = first.withLaterOffsetAtOverlap();
        if (first.toInstant().isAfter(now)) {
            return first.toInstant();
        }
        return second.toInstant().isAfter(now)
                ? second.toInstant()
                : today.plusDays(1).atTime(time).atZone(zone).toInstant();
    }
}
