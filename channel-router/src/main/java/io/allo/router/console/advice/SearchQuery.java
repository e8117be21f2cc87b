// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What to look for in the knowledge base.
 *
 * @param confidence that it is what is meant, 0 to 1
 */
public record SearchQuery(String text, double confidence) {
    private static final int MOST = 3;
    private static final int LONGEST = 300;
    private static final double OF_WORDS = 0.9;
    private static final double OF_PARTS = 0.8;

    /**
     * At most three, best first: a model's own; the last words; the last thing but one together with them, where they are few; what is
     * named, where an error code is: without one it would find whatever is about the same devices.
     */
    public static List<SearchQuery> of(Talk talk, Analysis analysis) {
        List<SearchQuery> all = new ArrayList<>();
        analysis.queries().forEach(query -> add(all, query, analysis.confidence()));
        add(all, talk.last(), OF_WORDS * analysis.confidence());
        List<String> helped = talk.lines().stream()
                .filter(line -> line.role().isHelped() && !Greetings.isBare(line.text()))
                .map(Talk.Line::text)
                .toList();
        if (helped.size() > 1) {
            add(all, helped.get(helped.size() - 2) + " " + helped.getLast(), OF_PARTS * analysis.confidence());
        }
        if (analysis.entities().containsKey("error_code")) {
            String named = analysis.entities().values().stream()
                    .flatMap(List::stream)
                    .distinct()
                    .collect(Collectors.joining(" "));
            add(all, named, OF_PARTS * analysis.confidence());
        }
        return Collections.unmodifiableList(all);
    }

    public int words() {
        return Words.count(text);
    }

    private static void add(List<SearchQuery> all, String text, double confidence) {
        String query = text.replaceAll("\\s+", " ").strip();
        String cut = query.length() > LONGEST ? query.substring(query.length() - LONGEST) : query;
        if (all.size() < MOST
                && !cut.isEmpty()
                && !Greetings.isBare(cut)
                && all.stream().noneMatch(one -> Words.alike(one.text(), cut))) {
            all.add(new SearchQuery(cut, confidence));
        }
    }
}
