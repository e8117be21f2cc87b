// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import io.allo.toolexecutor.knowledge.Ranking.Ranked;
import io.allo.toolexecutor.vector.Embeddings;
import io.allo.toolexecutor.vector.Qdrant;
import io.allo.toolexecutor.vector.Qdrant.Near;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * By words, and where {@code allo.knowledge.store} is {@code qdrant} by meaning too: the two lists become one by the ranks that a
 * passage has in them. The texts come from PostgreSQL, within the scope: a vector that was left behind finds nothing. While the
 * vectors cannot be asked, the words answer alone.
 */
@ApplicationScoped
class HybridIndex implements PassageIndex {
    private static final Logger LOG = Logger.getLogger(HybridIndex.class);
    private static final int CANDIDATES = 10;
    /** The usual constant of reciprocal rank fusion: how little the first differs from the second. */
    private static final int SMOOTHING = 60;

    private final PostgresIndex words;
    private final Embeddings embeddings;
    private final Qdrant vectors;
    private final KnowledgeConfig config;
    private final MeterRegistry meters;

    HybridIndex(
            PostgresIndex words, Embeddings embeddings, Qdrant vectors, KnowledgeConfig config, MeterRegistry meters) {
        this.words = words;
        this.embeddings = embeddings;
        this.vectors = vectors;
        this.config = config;
        this.meters = meters;
    }

    @Override
    public Uni<List<Found>> search(Scope scope, String question, int most) {
        if (config.store() == KnowledgeConfig.Store.POSTGRES) {
            return words.search(scope, question, most);
        }
        int candidates = Math.max(CANDIDATES, most);
        return near(scope, question, candidates)
                .chain(near -> words.ranked(scope, question, candidates).map(ranked -> fused(ranked, near, most)))
                .chain(fused -> words.found(scope, fused));
    }

    private Uni<List<Near>> near(Scope scope, String question, int most) {
        return embeddings
                .of(question)
                .chain(vector ->
                        vectors.nearest(scope.accountId(), scope.businessId(), vector, most, config.vectorScore()))
                .invoke(() -> count("asked"))
                .onFailure()
                .recoverWithItem(failure -> {
                    count("failed");
                    LOG.warnf("vectors cannot be asked, words answer alone cause=%s", failure.toString());
                    return List.of();
                });
    }

    private void count(String outcome) {
        meters.counter("allo.knowledge.vector.searches", "outcome", outcome).increment();
    }

    static List<Ranked> fused(List<Ranked> byWords, List<Near> byMeaning, int most) {
        Map<UUID, Double> order = new HashMap<>();
        Map<UUID, Double> confidence = new HashMap<>();
        for (int i = 0; i < byWords.size(); i++) {
            Ranked one = byWords.get(i);
            order.merge(one.passage(), 1.0 / (SMOOTHING + i), Double::sum);
            confidence.merge(one.passage(), one.confidence(), Math::max);
        }
        for (int i = 0; i < byMeaning.size(); i++) {
            Near one = byMeaning.get(i);
            order.merge(one.id(), 1.0 / (SMOOTHING + i), Double::sum);
            confidence.merge(one.id(), Math.min(1, one.score()), Math::max);
        }
        return order.entrySet().stream()
                .map(entry ->
                        new Ranked(entry.getKey(), confidence.getOrDefault(entry.getKey(), 0.0), entry.getValue()))
                .sorted(Comparator.comparingDouble(Ranked::order)
                        .thenComparingDouble(Ranked::confidence)
                        .reversed()
                        .thenComparing(Ranked::passage))
                .limit(most)
                .toList();
    }
}
