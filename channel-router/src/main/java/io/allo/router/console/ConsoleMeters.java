// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** What an operator sees of the console. No name, number or word of anybody is in a tag. Any thread. */
@Singleton
class ConsoleMeters {
    private final MeterRegistry meters;

    ConsoleMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** {@code allo_console_calls_total{end}}. @param reason as the page is told */
    void ended(String reason) {
        meters.counter("allo.console.calls", "end", reason).increment();
    }

    /** {@code allo_console_advice_seconds{found="solution|question|nothing"}}: from the words to what stands beside them. */
    void advised(List<Suggestion> found, Duration took) {
        String best = "nothing";
        for (Suggestion one : found) {
            if (one.type() != Suggestion.Type.CLARIFICATION_QUESTION) {
                best = "solution";
                break;
            }
            best = "question";
        }
        meters.timer("allo.console.advice", "found", best).record(took);
    }
}
