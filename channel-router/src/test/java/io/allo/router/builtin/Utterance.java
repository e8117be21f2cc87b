// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of an utterance file: {@code turn / turn => intent | slot: value | slot: value}. The last turn is graded.
 *
 * @param slots exactly what the order or booking holds afterwards; {@code says} (a part of the answer) and {@code asks} (what
 *     is asked next) are looked at only where they are given
 */
record Utterance(List<String> turns, String intent, Map<String, String> slots) {

    static List<Utterance> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Utterance::of)
                .toList();
    }

    private static Utterance of(String line) {
        int arrow = line.indexOf(" => ");
        String[] expected = line.substring(arrow + 4).split("\\|");
        Map<String, String> slots = new LinkedHashMap<>();
        Arrays.stream(expected).skip(1).forEach(slot -> {
            int colon = slot.indexOf(':');
            slots.put(
                    slot.substring(0, colon).strip(), slot.substring(colon + 1).strip());
        });
        List<String> turns = Arrays.stream(line.substring(0, arrow).split(" / "))
                .map(String::strip)
                .toList();
        return new Utterance(turns, expected[0].strip(), slots);
    }
}
