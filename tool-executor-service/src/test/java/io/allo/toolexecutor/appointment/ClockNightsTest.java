// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.toolexecutor.appointment.Calendar.ServiceType;
import io.allo.toolexecutor.appointment.Calendar.Span;
import io.allo.toolexecutor.appointment.WorkingTime.Busy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nights on which the clocks change, with generated opening hours across them: what must hold whatever the hours are. */
class ClockNightsTest {
    private static final int ROUNDS = 60;

    @ParameterizedTest
    @CsvSource({
        "Europe/Paris, 2027-03-28",
        "Europe/Paris, 2027-10-31",
        "America/New_York, 2027-03-14",
        "America/New_York, 2027-11-07",
        "Australia/Lord_Howe, 2027-04-04",
        "Australia/Lord_Howe, 2027-10-03"
    })
    @DisplayName(
            "D38: slots lie within the real opening time, on its steps, as many as fit; a booked one takes what it overlaps and no more")
    void nights(ZoneId zone, LocalDate night) {
        Random random = new Random(night.toEpochDay());
        for (int round = 0; round < ROUNDS; round++) {
            LocalTime opens = LocalTime.of(random.nextInt(2), 15 * random.nextInt(4));
            LocalTime closes = LocalTime.of(4 + random.nextInt(20), 15 * random.nextInt(4));
            int step = List.of(15, 20, 30, 45, 60).get(random.nextInt(5));
            int length = List.of(15, 30, 60, 90).get(random.nextInt(4));
            Calendar calendar = calendar(zone, night, opens, closes, step, length);
            ServiceType service = calendar.services().getFirst();
            Instant open = ZonedDateTime.of(night, opens, zone).toInstant();
            Instant close = ZonedDateTime.of(night, closes, zone).toInstant();
            List<Instant> free = free(calendar, service, open, close, List.of());

            long minutes = Duration.between(open, close).toMinutes();
            assertThat(free)
                    .as("%s %s %s-%s step %d length %d", zone, night, opens, closes, step, length)
                    .hasSize((int) (minutes < length ? 0 : (minutes - length) / step + 1))
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .allMatch(at ->
                            !at.isBefore(open) && !at.plus(service.duration()).isAfter(close))
                    .allMatch(at -> Duration.between(open, at).toMinutes() % step == 0);
            if (!free.isEmpty()) {
                Instant taken = free.get(random.nextInt(free.size()));
                Busy busy = new Busy(taken, taken.plus(service.duration()));
                assertThat(free(calendar, service, open, close, List.of(busy)))
                        .isEqualTo(free.stream()
                                .filter(at -> !at.isBefore(busy.end())
                                        || !at.plus(service.duration()).isAfter(busy.start()))
                                .toList());
            }
        }
    }

    private static List<Instant> free(
            Calendar calendar, ServiceType service, Instant open, Instant close, List<Busy> busy) {
        Duration day = Duration.ofDays(1);
        return WorkingTime.free(calendar, service, open.minus(day), close.plus(day), busy, open.minus(day)).stream()
                .filter(at -> !at.isBefore(open) && at.isBefore(close))
                .toList();
    }

    private static Calendar calendar(
            ZoneId zone, LocalDate night, LocalTime opens, LocalTime closes, int step, int length) {
        return new Calendar(
                UUID.randomUUID(),
                "an account",
                "Nuit",
                zone.getId(),
                null,
                null,
                null,
                null,
                null,
                null,
                step,
                0,
                366,
                null,
                null,
                List.of(new ServiceType("garde", "Garde", null, length, null, null)),
                Map.of(
                        String.valueOf(night.getDayOfWeek().getValue()),
                        List.of(new Span(opens.toString(), closes.toString()))),
                List.of(),
                List.of());
    }
}
