// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfficeHoursTest {
    private static final OfficeHours PARIS = new OfficeHours(
            "Europe/Paris",
            Map.of(
                    "mon", List.of("09:00-12:00", "14:00-18:00"),
                    "sat", List.of("22:00-24:00"),
                    "sun", List.of("02:30-04:00")),
            Map.of("2026-12-21", List.of(), "2026-12-22", List.of("10:00-11:00")));

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T08:00:00Z, true", // Monday 9:00 in winter
        "2026-11-23T07:59:59Z, false",
        "2026-11-23T11:00:00Z, false", // 12:00 is no longer in it
        "2026-11-23T16:59:59Z, true",
        "2026-07-06T07:00:00Z, true", // Monday 9:00 in summer
        "2026-07-06T06:59:59Z, false",
        "2026-11-28T22:30:00Z, true", // Saturday 23:30
        "2026-11-28T23:00:00Z, false", // midnight
        "2026-12-21T09:00:00Z, false", // a Monday that is closed
        "2026-12-22T09:30:00Z, true", // a Tuesday that is open
    })
    void hoursAreThoseOfTheWallClockThere(Instant now, boolean open) {
        assertThat(PARIS.isOpen(now)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T06:00:00Z, 2026-11-23T09:00+01:00",
        "2026-11-23T11:30:00Z, 2026-11-23T14:00+01:00",
        "2026-11-24T08:00:00Z, 2026-11-28T22:00+01:00",
        "2026-12-20T08:00:00Z, 2026-12-22T10:00+01:00", // the Monday is closed
        "2026-03-28T23:30:00Z, 2026-03-29T03:30+02:00", // 02:30 does not exist in this night: the clock stands at 03:30
        "2026-10-24T22:30:00Z, 2026-10-25T02:30+02:00", // 02:30 comes twice: the first one
    })
    void theNextOpeningIsRightAcrossDaylightSaving(Instant now, String opening) {
        assertThat(PARIS.nextOpening(now).orElseThrow().toOffsetDateTime().toString())
                .isEqualTo(opening);
    }

    @Test
    void whoIsThereOpensNoMoreAndWhoNeverIsThereNeverOpens() {
        assertThat(PARIS.nextOpening(Instant.parse("2026-11-23T08:30:00Z"))).isEmpty();
        OfficeHours never = new OfficeHours(null, null, null);
        assertThat(never.isOpen(Instant.EPOCH)).isFalse();
        assertThat(never.nextOpening(Instant.EPOCH)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9:00-12:00",
                "12:00-09:00",
                "09:00-09:00",
                "09:00-25:00",
                "24:00-24:00",
                "09:00",
                "",
                "09:60-10:00"
            })
    void whatIsNoIntervalIsNone(String text) {
        assertThat(OfficeHours.isInterval(text)).isFalse();
    }

    @Test
    void settingsHaveTheirDefaultsAndSurviveJson() throws Exception {
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readValue("{}", TakeoverSettings.class)).isEqualTo(TakeoverSettings.USUAL);
        TakeoverSettings settings = TakeoverSettings.USUAL.at(PARIS).waiting();
        assertThat(json.readValue(json.writeValueAsString(settings), TakeoverSettings.class))
                .isEqualTo(settings);
        assertThat(json.readValue(json.writeValueAsString(TakeoverSettings.OFF), TakeoverSettings.class))
                .isEqualTo(TakeoverSettings.OFF);
    }
}
