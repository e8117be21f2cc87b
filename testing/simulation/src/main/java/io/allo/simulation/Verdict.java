// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What came of one scenario.
 *
 * @param failures empty when it passed
 * @param notes what was not judged, and why
 * @param waitsMs the caller's wait for each answer to his voice
 */
public record Verdict(String name, List<String> failures, List<String> notes, Duration took, List<Long> waitsMs) {
    public Verdict {
        failures = List.copyOf(failures);
        notes = List.copyOf(notes);
        waitsMs = List.copyOf(waitsMs);
    }

    public boolean passed() {
        return failures.isEmpty();
    }

    /** One line; another one for each failure and note. */
    public String text() {
        String waits = waitsMs.isEmpty()
                ? ""
                : ", answers after p50 %d ms, p95 %d ms".formatted(rank(waitsMs, 0.5), rank(waitsMs, 0.95));
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%-5s %s (%.1f s%s)", passed() ? "ok" : "FAIL", name, took.toMillis() / 1000.0, waits));
        failures.forEach(failure -> text.append("\n        ").append(failure));
        notes.forEach(note -> text.append("\n        note: ").append(note));
        return text.toString();
    }

    /** Nearest rank. @param values at least one */
    static long rank(List<Long> values, double share) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
