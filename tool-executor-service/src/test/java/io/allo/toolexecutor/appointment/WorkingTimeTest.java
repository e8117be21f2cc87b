// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.allo.toolexecutor.appointment.Calendar.ServiceType;
import io.allo.toolexecutor.appointment.WorkingTime.Busy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkingTimeTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private static Calendar calendar(String more) {
        try {
            return new ObjectMapper()
                    .registerModule(new JavaTimeModule())
                    .readValue("""
                            {"name":"Salon","timezone":"Europe/Paris","services":[{"id":"coupe","name":"Coupe","durationMin":30}],
                             "minNoticeMin":0,"horizonDays":366,%s}
                            """.formatted(more), Calendar.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> clocks(Calendar calendar, LocalDate day, Instant now) {
        ServiceType service = calendar.services().getFirst();
        Instant from = day.atStartOfDay(calendar.zone()).toInstant();
        Instant to = day.plusDays(1).atStartOfDay(calendar.zone()).toInstant();
        return WorkingTime.free(calendar, service, from, to, List.of(), now).stream()
                .map(at -> at.atZone(calendar.zone()).toLocalTime().toString() + " " + at)
                .toList();
    }

    @Test
    @DisplayName("D38: nine o'clock stays nine o'clock when the clocks change; stored in UTC")
    void clocksChange() {
        Calendar calendar = calendar(
                "\"hours\":{\"6\":[{\"open\":\"09:00\",\"close\":\"10:00\"}],\"7\":[{\"open\":\"01:00\",\"close\":\"04:00\"}],"
                        + "\"1\":[{\"open\":\"09:00\",\"close\":\"10:00\"}]}");
        Instant now = Instant.parse("2027-01-01T00:00:00Z");

        // Spring: 28 March 2027, 02:00 becomes 03:00.
        assertThat(clocks(calendar, LocalDate.parse("2027-03-27"), now))
                .containsExactly("09:00 2027-03-27T08:00:00Z", "09:30 2027-03-27T08:30:00Z");
        assertThat(clocks(calendar, LocalDate.parse("2027-03-28"), now))
                .containsExactly(
                        "01:00 2027-03-28T00:00:00Z",
                        "01:30 2027-03-28T00:30:00Z",
                        "03:00 2027-03-28T01:00:00Z",
                        "03:30 2027-03-28T01:30:00Z");
        assertThat(clocks(calendar, LocalDate.parse("2027-03-29"), now))
                .containsExactly("09:00 2027-03-29T07:00:00Z", "09:30 2027-03-29T07:30:00Z");
        // Autumn: 31 October 2027, the hour from 02:00 comes twice.
        assertThat(clocks(calendar, LocalDate.parse("2027-10-31"), now)).hasSize(8);
        assertThat(clocks(calendar, LocalDate.parse("2027-11-01"), now))
                .containsExactly("09:00 2027-11-01T08:00:00Z", "09:30 2027-11-01T08:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati"})
    @DisplayName("D38: whatever the zone of the host")
    void hostZone(String zone) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            Calendar calendar = calendar("\"hours\":{\"2\":[{\"open\":\"09:00\",\"close\":\"09:30\"}]}");
            assertThat(clocks(calendar, LocalDate.parse("2027-06-01"), Instant.parse("2027-05-01T00:00:00Z")))
                    .containsExactly("09:00 2027-06-01T07:00:00Z");
            Spoken french = new Spoken(calendar, Locale.FRENCH);
            Spoken english = new Spoken(calendar, Locale.ENGLISH);
            Instant at = Instant.parse("2027-06-01T07:30:00Z");
            assertThat(french.dayAndTime(at)).isEqualTo("mardi 1 juin 2027 à 9 h 30");
            assertThat(english.dayAndTime(at)).isEqualTo("Tuesday, June 1, 2027 at 9:30 AM");
            assertThat(french.distance(at, Instant.parse("2027-05-30T22:30:00Z")))
                    .isEqualTo("demain");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void noticeHorizonAndClosures() {
        Calendar calendar = calendar("\"minNoticeMin\":120,\"horizonDays\":3,"
                + "\"hours\":{\"1\":[{\"open\":\"08:00\",\"close\":\"09:00\"}],\"2\":[{\"open\":\"08:00\",\"close\":\"09:00\"}],"
                + "\"3\":[{\"open\":\"08:00\",\"close\":\"09:00\"}],\"5\":[{\"open\":\"08:00\",\"close\":\"09:00\"}]},"
                + "\"closures\":[{\"from\":\"2027-06-08\",\"to\":\"2027-06-08\"}]");
        // Monday 7 June 2027, 06:15 in Paris.
        Instant now = Instant.parse("2027-06-07T04:15:00Z");
        List<Instant> free = WorkingTime.free(
                calendar, calendar.services().getFirst(), now, now.plus(Duration.ofDays(30)), List.of(), now);
        assertThat(free)
                .containsExactly(
                        Instant.parse("2027-06-07T06:30:00Z"),
                        Instant.parse("2027-06-09T06:00:00Z"),
                        Instant.parse("2027-06-09T06:30:00Z"));
    }

    /** Second by half hour, minute by minute: no cleverness. */
    private static boolean isFree(Calendar calendar, ServiceType service, Instant at, List<Busy> busy) {
        ZonedDateTime local = at.atZone(PARIS);
        for (LocalDate day : List.of(local.toLocalDate().minusDays(1), local.toLocalDate())) {
            for (var span : calendar.hours()
                    .getOrDefault(String.valueOf(day.getDayOfWeek().getValue()), List.of())) {
                LocalTime opens = LocalTime.parse(span.open());
                LocalTime closes = LocalTime.parse(span.close());
                Instant open = ZonedDateTime.of(day, opens, PARIS).toInstant();
                Instant close = ZonedDateTime.of(closes.isAfter(opens) ? day : day.plusDays(1), closes, PARIS)
                        .toInstant();
                boolean onStep =
                        Duration.between(open, at).toMinutes() % calendar.step().toMinutes() == 0;
                boolean inside =
                        !at.isBefore(open) && !at.plus(service.duration()).isAfter(close);
                if (!calendar.isClosed(day) && onStep && inside && minutesAreFree(at, service, busy)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean minutesAreFree(Instant at, ServiceType service, List<Busy> busy) {
        for (int minute = 0; minute < service.durationMin(); minute++) {
            Instant now = at.plus(Duration.ofMinutes(minute));
            if (busy.stream().anyMatch(other -> !now.isBefore(other.start()) && now.isBefore(other.end()))) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    @DisplayName("generated calendars against a reading of the rules minute by minute")
    void oracle(long seed) {
        Random random = new Random(seed);
        int step = List.of(15, 20, 30, 45).get(random.nextInt(4));
        int length = List.of(15, 30, 45, 60, 90).get(random.nextInt(5));
        StringBuilder hours = new StringBuilder();
        for (int day = 1; day <= 7; day++) {
            int open = random.nextInt(20);
            hours.append(hours.isEmpty() ? "" : ",")
                    .append("\"%d\":[{\"open\":\"%02d:%s\",\"close\":\"%02d:00\"}]"
                            .formatted(day, open, random.nextBoolean() ? "00" : "15", random.nextInt(24)));
        }
        Calendar calendar = calendar("\"slotStepMin\":" + step + ",\"hours\":{" + hours
                + "},\"closures\":[{\"from\":\"2027-03-25\",\"to\":\"2027-03-26\"}]");
        ServiceType service = new ServiceType("x", "X", null, length, null, null);
        Instant from = Instant.parse("2027-03-24T00:00:00Z");
        Instant to = from.plus(Duration.ofDays(9));
        List<Busy> busy = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Instant start = from.plus(Duration.ofMinutes(random.nextInt(9 * 24 * 60)));
            busy.add(new Busy(start, start.plus(Duration.ofMinutes(5 + random.nextInt(90)))));
        }
        List<Instant> expected = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = at.plus(Duration.ofMinutes(5))) {
            if (isFree(calendar, service, at, busy)) {
                expected.add(at);
            }
        }
        assertThat(WorkingTime.free(calendar, service, from, to, busy, from)).isEqualTo(expected);
    }
}
