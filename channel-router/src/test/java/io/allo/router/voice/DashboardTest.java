// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.AnswerTimes;
import io.allo.testkit.infra.ProjectRoot;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard of deploy/grafana asks for meters that calls really have. */
class DashboardTest {
    private static final Pattern METER = Pattern.compile("(allo_[a-z_]+?)(?:_bucket|_sum|_count|_total)?[{\\[,)]");

    @Test
    void everyMeterOfTheDashboardExists() throws IOException {
        // Given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new VoiceMeters(registry);
        Duration some = Duration.ofMillis(500);
        new AnswerMeters(registry).record(agent(), "none", new AnswerTimes(some, some, some, some, some, some));

        // When
        JsonNode dashboard = new ObjectMapper()
                .readTree(ProjectRoot.find()
                        .resolve("deploy/grafana/allo-calls.json")
                        .toFile());
        Set<String> asked = new TreeSet<>();
        for (JsonNode expression : dashboard.findValues("expr")) {
            Matcher meter = METER.matcher(expression.asText());
            while (meter.find()) {
                asked.add(meter.group(1));
            }
        }

        // Then
        assertThat(asked).contains("allo_answer_seconds", "allo_answer_ahead").isSubsetOf(names(registry));
    }

    private static Set<String> names(SimpleMeterRegistry registry) {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(id -> id.getName().replace('.', '_') + (id.getType() == Meter.Type.TIMER ? "_seconds" : ""))
                .collect(Collectors.toSet());
    }

    private static ContactResolution agent() {
        return new ContactResolution(
                "account", "FR", "agent", "Demo", List.of("fr"), "m", "sage", 1, 600, null, null, "r", null, null);
    }
}
