// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.dining;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.contracts.session.SessionFacts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sitting: weekdays, hours, how many and for how long. One that ends before it starts runs over midnight.
 *
 * @param dayOfWeek 1 = Monday … 7 = Sunday, the day on which it starts
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record DiningService(
        UUID id,
        String name,
        List<Integer> dayOfWeek,
        LocalTime startTime,
        LocalTime endTime,
        @Nullable LocalTime lastSeatingTime,
        @Nullable Integer maxCovers,
        @Nullable Integer defaultDurationMin,
        @Nullable BigDecimal prepayment,
        boolean isPrivate,
        @Nullable Boolean isActive) {

    boolean active() {
        return isActive == null || isActive;
    }

    /** Whether guests may sit down at this time of the restaurant's clocks. */
    boolean seatsAt(LocalDateTime time) {
        LocalTime last = lastSeatingTime == null ? endTime : lastSeatingTime;
        LocalTime at = time.toLocalTime();
        if (!last.isBefore(startTime)) {
            return on(time.getDayOfWeek()) && !at.isBefore(startTime) && !at.isAfter(last);
        }
        return at.isAfter(last)
                ? on(time.getDayOfWeek()) && !at.isBefore(startTime)
                : on(time.minusDays(1).getDayOfWeek());
    }

    private boolean on(DayOfWeek day) {
        return dayOfWeek.contains(day.getValue());
    }

    SessionFacts.DiningService toFacts() {
        return new SessionFacts.DiningService(
                id.toString(),
                name,
                dayOfWeek,
                startTime.toString(),
                endTime.toString(),
                lastSeatingTime == null ? null : lastSeatingTime.toString(),
                maxCovers,
                defaultDurationMin,
                prepayment);
    }
}
