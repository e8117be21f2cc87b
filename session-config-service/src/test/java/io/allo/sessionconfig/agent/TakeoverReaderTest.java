// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.TakeoverSettings;
import io.allo.contracts.session.TakeoverSettings.Otherwise;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TakeoverReaderTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void withoutSettingsNobodyIsAskedAndWithEmptyOnesTheUsualHolds() throws Exception {
        assertThat(TakeoverReader.read(json.readTree("{}").path("takeover"), "agent 1"))
                .isEqualTo(TakeoverSettings.OFF);
        assertThat(read("{}")).isEqualTo(TakeoverSettings.USUAL);
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        TakeoverSettings read = read("""
                {"keywords": ["un humain"], "afterMisses": 0, "answerWithinMinutes": 3, "unanswered": "wait",
                 "hours": {"timezone": "America/Montreal", "weekly": {"mon": ["09:00-17:00"]}, "exceptions": {"2026-12-25": []}}}""");

        assertThat(read.keywords()).containsExactly("un humain");
        assertThat(read.afterMisses()).isZero();
        assertThat(read.afterFailedTools()).isEqualTo(2);
        assertThat(read.answerWithinMinutes()).isEqualTo(3);
        assertThat(read.unanswered()).isEqualTo(Otherwise.WAIT);
        assertThat(read.outsideHours()).isEqualTo(Otherwise.RESUME);
        assertThat(read.hours().isOpen(Instant.parse("2026-11-23T14:00:00Z"))).isTrue();
        assertThat(read.hours().isOpen(Instant.parse("2026-11-23T13:59:00Z"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | takeover | object",
                "{\"hour\": {}} | takeover.hour | hours",
                "{\"on\": \"yes\"} | takeover.on | true or false",
                "{\"keywords\": [\"\"]} | takeover.keywords | at most 50",
                "{\"afterMisses\": -1} | takeover.afterMisses | 0 (never) to 20",
                "{\"afterFailedTools\": 2.5} | takeover.afterFailedTools | 0 (never) to 20",
                "{\"answerWithinMinutes\": 0} | takeover.answerWithinMinutes | 1 to 1440",
                "{\"unanswered\": \"cry\"} | takeover.unanswered | resume",
                "{\"hours\": 9} | takeover.hours | timezone",
                "{\"hours\": {\"timezone\": \"Mars/Olympus\"}} | takeover.hours.timezone | Europe/Paris",
                "{\"hours\": {\"weekly\": {\"monday\": []}}} | takeover.hours.weekly | mon, tue",
                "{\"hours\": {\"weekly\": {\"mon\": [\"18:00-09:00\"]}}} | takeover.hours.weekly.mon | 09:00-12:30",
                "{\"hours\": {\"exceptions\": {\"25/12/2026\": []}}} | takeover.hours.exceptions | 2026-12-25",
                "{\"hours\": {\"exceptions\": {\"2026-12-24\": \"closed\"}}} | takeover.hours.exceptions.2026-12-24 | 09:00-12:30",
            })
    void whatIsUnfitIsNamedWithWhatIsExpected(String takeover, String field, String expected) throws Exception {
        JsonNode unfit = json.readTree(takeover);

        assertThat(TakeoverReader.faults(unfit)).containsOnlyKeys(field);
        assertThat(TakeoverReader.faults(unfit).get(field)).contains(expected);
        assertThat(TakeoverReader.read(unfit, "agent 1")).isEqualTo(TakeoverSettings.OFF);
    }

    private TakeoverSettings read(String takeover) throws Exception {
        return TakeoverReader.read(json.readTree(takeover), "agent 1");
    }
}
