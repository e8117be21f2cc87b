// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The last things said, oldest first, never empty; the last line is what is thought about.
 *
 * @param lines at most {@link #MOST_LINES}
 */
public record Talk(List<Line> lines) {
    public static final int MOST_LINES = 10;

    /** One thing said. */
    public record Line(SpeakerRole role, String text) {}

    public Talk {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("nothing was said");
        }
        lines = List.copyOf(lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    }

    public String last() {
        return lines.getLast().text();
    }

    /** Words of all lines. */
    public int words() {
        return lines.stream().mapToInt(line -> Words.count(line.text())).sum();
    }

    /** One line each, with a label of who spoke. */
    public String labelled() {
        return lines.stream()
                .map(line -> line.role().wireName() + ": "
                        + line.text().replaceAll("\\s+", " ").strip())
                .collect(Collectors.joining("\n"));
    }

    String all() {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }
}
