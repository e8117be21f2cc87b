// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.restaurant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedTimeTest {
    @ParameterizedTest(name = "{0}: {1} asked at {2} in {3} is {4}")
    @DisplayName("A57, A58: a clock time is the next one in the restaurant's zone, across daylight-saving changes")
    @CsvSource({
        "later today,                       20:30, 2026-11-21T12:00:00Z, Europe/Paris,     2026-11-21T19:30:00Z",
        "past means tomorrow,               09:00, 2026-11-21T12:00:00Z, Europe/Paris,     2026-11-22T08:00:00Z",
        "this very minute means tomorrow,   13:00, 2026-11-21T12:00:00Z, Europe/Paris,     2026-11-22T12:00:00Z",
        "evening there is tomorrow in UTC,  21:00, 2026-11-21T23:30:00Z, America/New_York, 2026-11-22T02:00:00Z",
        "day there is ahead of UTC,         01:00, 2026-11-21T14:30:00Z, Asia/Tokyo,       2026-11-21T16:00:00Z",
        // Clocks go forward: 2026-03-29 02:00 becomes 03:00 in Paris.
        "time that does not exist,          02:30, 2026-03-29T00:30:00Z, Europe/Paris,     2026-03-29T01:30:00Z",
        "tomorrow is an hour shorter,       12:00, 2026-03-28T12:00:00Z, Europe/Paris,     2026-03-29T10:00:00Z",
        // Clocks go back: 2026-10-25 03:00 becomes 02:00 in Paris.
        "first of the two,                  02:30, 2026-10-24T23:00:00Z, Europe/Paris,     2026-10-25T00:30:00Z",
        "second when the first is past,     02:30, 2026-10-25T00:45:00Z, Europe/Paris,     2026-10-25T01:30:00Z",
        "tomorrow when both are past,       02:30, 2026-10-25T02:00:00Z, Europe/Paris,     2026-10-26T01:30:00Z",
        "tomorrow is an hour longer,        12:00, 2026-10-24T11:00:00Z, Europe/Paris,     2026-10-25T11:00:00Z"
    })
    void nextInTheZone(String name, LocalTime time, Instant now, String zone, Instant expected) {
        // When
        Instant next = RequestedTime.next(time, now, ZoneId.of(zone));

        // Then
        assertThat(next).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"24:00", "12:60", "19h30", "1930", "", "-1:30", "12:5", "٠٩:٠٠"})
    void refusesOtherForms(String text) {
        assertThat(RequestedTime.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"9:05, 09:05", "09:05, 09:05", "00:00, 00:00", "23:59, 23:59"})
    void readsClockTimes(String text, LocalTime expected) {
        assertThat(RequestedTime.parse(text)).contains(expected);
    }
}
