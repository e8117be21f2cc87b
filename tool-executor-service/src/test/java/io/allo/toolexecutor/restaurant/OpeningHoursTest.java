// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.restaurant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpeningHoursTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final OpeningHours HOURS = new OpeningHours(
            Map.of(
                    "5", List.of(Map.of("open", "18:00", "close", "02:00")),
                    "7", List.of(Map.of("open", "01:00", "close", "04:00"))),
            PARIS);

    @ParameterizedTest
    @DisplayName(
            "A.6, A58: open from opening to closing on the restaurant's clocks, past midnight and across clock changes")
    @CsvSource({
        "2026-11-20T16:59:59Z, false", // Friday 17:59:59
        "2026-11-20T17:00:00Z, true",
        "2026-11-21T00:59:59Z, true", // Saturday 01:59:59, Friday's evening
        "2026-11-21T01:00:00Z, false",
        "2026-11-22T00:00:00Z, true", // Sunday 01:00
        "2026-03-29T00:30:00Z, true", // clocks go forward: 01:30
        "2026-03-29T01:59:00Z, true", // 03:59
        "2026-03-29T02:00:00Z, false", // 04:00, after two hours
        "2026-10-25T02:59:00Z, true", // clocks go back: 03:59, after four hours
        "2026-10-25T03:00:00Z, false"
    })
    void openAt(Instant time, boolean open) {
        assertThat(HOURS.openAt(time)).isEqualTo(open);
    }

    @Test
    void nextOpening() {
        assertThat(HOURS.nextOpening(Instant.parse("2026-11-20T17:00:00Z")))
                .contains(Instant.parse("2026-11-22T00:00:00Z"));
        assertThat(HOURS.nextOpening(Instant.parse("2026-11-22T03:00:00Z")))
                .contains(Instant.parse("2026-11-27T17:00:00Z"));
    }

    @Test
    void unknownHoursCloseNothing() {
        OpeningHours unknown = new OpeningHours(Map.of("1", List.of()), PARIS);
        assertThat(unknown.openAt(Instant.parse("2026-11-20T03:00:00Z"))).isTrue();
        assertThat(unknown.nextOpening(Instant.parse("2026-11-20T03:00:00Z"))).isEmpty();
    }
}
