// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which passage answers best. A passage has a share of what is asked; what few passages have counts for more. That share is the
 * confidence; among equals it is better to have the words in the heading.
 */
final class Ranking {
    /** How many passages have a word that none has, for its weight: it counts, but less than the rarest that is there. */
    private static final double UNKNOWN = 2;

    private static final double SMOOTHING = 0.5;
    private static final double FOR_HEADINGS = 0.2;

    private Ranking() {}

    /** @param likeness 1 for the word itself, less for one that is only like it */
    record Hit(int term, UUID passage, boolean inHeading, double likeness) {}

    record Ranked(UUID passage, double confidence, double order) {}

    /**
     * Best first.
     *
     * @param terms numbers of all that is asked, found or not
     * @param known passages in all
     */
    static List<Ranked> of(Collection<Integer> terms, List<Hit> hits, long known, int most) {
        Map<Integer, Double> weights = new HashMap<>();
        for (int term : terms) {
            long having = hits.stream().filter(hit -> hit.term() == term).count();
            weights.put(term, Math.log(1 + known / (having == 0 ? UNKNOWN : SMOOTHING + having)));
        }
        double all = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<UUID, Double> bodies = new HashMap<>();
        Map<UUID, Double> headings = new HashMap<>();
        for (Hit hit : hits) {
            double share = weights.getOrDefault(hit.term(), 0.0) * hit.likeness() / all;
            bodies.merge(hit.passage(), share, Double::sum);
            headings.merge(hit.passage(), hit.inHeading() ? share : 0, Double::sum);
        }
        return bodies.entrySet().stream()
                .map(entry -> new Ranked(
                        entry.getKey(),
                        Math.min(1, entry.getValue()),
                        entry.getValue() * (1 - FOR_HEADINGS) + headings.get(entry.getKey()) * FOR_HEADINGS))
                .sorted(Comparator.comparingDouble(Ranked::order).reversed().thenComparing(Ranked::passage))
                .limit(most)
                .toList();
    }
}
