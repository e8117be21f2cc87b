// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.document;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Collects text under the headings above it. */
final class Headings {
    private final TreeMap<Integer, String> path = new TreeMap<>();
    private final List<Section> sections = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /** @param level 1 is the highest */
    void heading(int level, String title) {
        end();
        path.tailMap(level, true).clear();
        if (!title.isBlank()) {
            path.put(level, title.strip());
        }
    }

    void paragraph(String words) {
        if (!words.isBlank()) {
            text.append(words.strip()).append('\n');
        }
    }

    List<Section> sections() {
        end();
        return List.copyOf(sections);
    }

    private void end() {
        if (!text.isEmpty()) {
            sections.add(new Section(
                    String.join(" > ", path.values()), text.toString().strip()));
            text.setLength(0);
        }
    }
}
