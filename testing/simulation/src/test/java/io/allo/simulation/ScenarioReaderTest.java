// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioReaderTest {
    @TempDir
    Path folder;

    @Test
    void everyStepIsRead() throws IOException {
        Scenario scenario = read("""
                name: All
                caller: "+33612000001"
                call: restaurant
                codec: PCMU
                steps:
                  - listen
                  - listen: {quiet: 700, within: 5000}
                  - say: "Bonjour."
                  - say: {file: voice.wav}
                  - keys: "1#"
                  - silence: 500
                  - noise: {ms: 300, dbov: -30}
                  - interrupt: {after: 800, say: "Attendez", silent_within: 600}
                  - loss: 2.5
                  - hangup
                  - ended
                  - expect:
                      said: [a, b]
                      heard: c
                      tools: [end_call]
                      state: [{get: "http://x", at: /0/status, equals: pending}]
                      latency: {p50: 800}
                """);

        assertThat(scenario.alaw()).isFalse();
        assertThat(scenario.steps())
                .startsWith(
                        new Step.Listen(Duration.ofSeconds(1), Duration.ofSeconds(30)),
                        new Step.Listen(Duration.ofMillis(700), Duration.ofSeconds(5)),
                        new Step.Say(new Step.Words("Bonjour.", false)),
                        new Step.Say(new Step.Words("voice.wav", true)),
                        new Step.Keys("1#"),
                        new Step.Silence(Duration.ofMillis(500)),
                        new Step.Noise(Duration.ofMillis(300), -30),
                        new Step.Interrupt(
                                Duration.ofMillis(800), new Step.Words("Attendez", false), Duration.ofMillis(600)),
                        new Step.Loss(2.5),
                        new Step.HangUp(),
                        new Step.Ended(Duration.ofSeconds(20)));
        Expectation expected = ((Step.Expect) scenario.steps().getLast()).expectation();
        assertThat(expected.said()).containsExactly("a", "b");
        assertThat(expected.heard()).containsExactly("c");
        assertThat(expected.state().getFirst().pointer()).isEqualTo("/0/status");
        assertThat(expected.latency()).isEqualTo(new Expectation.Budget(Duration.ofMillis(800), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shout: loud",
                "expect: {sayd: [hello]}",
                "expect: {latency: {p99: 100}}",
                "keys: 1 2",
                "silence: soon",
                "{say: a, keys: b}"
            })
    void whatIsNotKnownIsRefusedAndNotPassed(String step) {
        assertThatThrownBy(() -> read("name: n\ncaller: a\ncall: b\nsteps:\n  - " + step + "\n"))
                .isInstanceOf(ScenarioFailure.class)
                .hasMessageContaining("scenario.yaml");
    }

    @Test
    void aScenarioThatCannotBeReadFails() {
        Doors nobody = new Doors(new InetSocketAddress("127.0.0.1", 9), Map.of(), null);

        Verdict verdict = ScenarioRun.of(folder.resolve("missing.yaml"), nobody, null);

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.text()).startsWith("FAIL").contains("missing.yaml");
    }

    @Test
    void percentilesAreNearestRanks() {
        assertThat(Verdict.rank(List.of(400L, 100L, 200L, 300L), 0.5)).isEqualTo(200);
        assertThat(Verdict.rank(List.of(400L, 100L, 200L, 300L), 0.95)).isEqualTo(400);
    }

    private Scenario read(String yaml) throws IOException {
        return ScenarioReader.read(Files.writeString(folder.resolve("scenario.yaml"), yaml));
    }
}
