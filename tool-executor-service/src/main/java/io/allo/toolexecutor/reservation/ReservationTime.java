// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.reservation;

import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.restaurant.RequestedTime;
import io.allo.toolexecutor.restaurant.Restaurant;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the guests come, in the forms that callers' sides write: {@code HH:MM} (the next one), a date and time of the
 * restaurant's clocks ({@code 2027-01-31T19:30}, for another day than the next) or an instant with its offset.
 */
final class ReservationTime {
    /** Beyond these, dates are typing errors, and some cannot be stored. */
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("3000-01-01T00:00:00Z");

    private ReservationTime() {}

    /** Empty when nothing is given; 400 when it has none of the forms. */
    static Optional<Instant> read(@Nullable String text, Restaurant restaurant, Clock clock) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        ZoneId zone = restaurant.zone();
        Optional<Instant> time = RequestedTime.parse(text)
                .map(at -> RequestedTime.next(at, clock.instant(), zone))
                .or(() -> instant(text.strip()))
                .or(() -> local(text.strip(), zone));
        if (time.filter(at -> at.isAfter(FIRST) && at.isBefore(LAST)).isEmpty()) {
            throw ApiException.badRequest(
                    "the time has another form (expected: HH:MM, YYYY-MM-DDTHH:MM or an ISO-8601" + " instant)");
        }
        return time;
    }

    /** Whether it is a bare clock time, which a caller said and no check gave. */
    static boolean isSpoken(String text) {
        return RequestedTime.parse(text).isPresent();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> local(String text, ZoneId zone) {
        try {
            return Optional.of(
                    LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
