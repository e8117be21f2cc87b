// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.console.KnowledgeSearch.Passage;
import io.allo.router.console.advice.Analysis;
import io.allo.router.console.advice.SearchQuery;
import io.allo.router.console.advice.Tongue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for solutions in the knowledge: all queries at once, the best passage of each document, the surest first. */
@Singleton
class Solutions {
    private static final int OF_A_QUERY = 3;
    private static final int MOST = 5;
    private static final double RELEVANCE = 0.8;
    private static final double WITHOUT_TROUBLE = 0.55;
    /** From so many words on people tell what happened: a passage that has less of all that may be the right one. */
    private static final int TOLD = 10;

    private static final double OF_WHAT_IS_TOLD = 0.7;
    /** What is found with much less than the surest is about something else. */
    private static final double BESIDE_THE_SUREST = 0.75;

    private final KnowledgeSearch knowledge;
    private final ConsoleConfig config;

    Solutions(KnowledgeSearch knowledge, ConsoleConfig config) {
        this.knowledge = knowledge;
        this.config = config;
    }

    private record Hit(Passage passage, SearchQuery query) {
        String document() {
            return passage.documentId() == null ? passage.source() + passage.heading() : passage.documentId();
        }
    }

    /** At most five; fails only when no query was answered. */
    Uni<List<Suggestion.Found>> find(ConsoleSession session, List<SearchQuery> queries, Analysis analysis) {
        if (queries.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<Uni<List<Hit>>> searches =
                queries.stream().map(query -> search(session, query)).toList();
        return Uni.join()
                .all(searches)
                .usingConcurrencyOf(searches.size())
                .andFailFast()
                .map(all -> best(all.stream().flatMap(List::stream).filter(hit -> convinces(hit, analysis))))
                .map(hits -> hits.stream()
                        .map(hit -> card(hit, analysis, session.tongue()))
                        .toList());
    }

    private Uni<List<Hit>> search(ConsoleSession session, SearchQuery query) {
        String customer = session.customerId() == null ? config.customer().orElse(null) : session.customerId();
        return knowledge
                .search(session.key().accountId(), customer, query.text(), OF_A_QUERY)
                .ifNoItem()
                .after(config.searchTimeout())
                .fail()
                .map(passages -> passages.stream()
                        .map(passage -> new Hit(passage, query))
                        .toList());
    }

    /**
     * A passage's confidence is its share of all words. Where nobody has said what is wrong, one that shares some words with a greeting is
     * none; of a whole sentence about a device less has to be in the passage.
     */
    private boolean convinces(Hit hit, Analysis analysis) {
        boolean told = analysis.namesDevice() && hit.query().words() > TOLD;
        double needed = config.confidence() * (told ? OF_WHAT_IS_TOLD : 1);
        boolean trouble = analysis.issue() != null || told;
        return hit.passage().confidence() >= (trouble ? needed : Math.max(needed, WITHOUT_TROUBLE));
    }

    private static List<Hit> best(Stream<Hit> hits) {
        Map<String, Hit> byDocument = new LinkedHashMap<>();
        hits.forEach(hit -> byDocument.merge(
                hit.document(),
                hit,
                (one, other) -> other.passage().confidence() > one.passage().confidence() ? other : one));
        double surest = byDocument.values().stream()
                .mapToDouble(hit -> hit.passage().confidence())
                .max()
                .orElse(0);
        return byDocument.values().stream()
                .filter(hit -> hit.passage().confidence() >= BESIDE_THE_SUREST * surest)
                .sorted(Comparator.comparingDouble((Hit hit) -> hit.passage().confidence())
                        .reversed())
                .limit(MOST)
                .toList();
    }

    private static Suggestion.Found card(Hit hit, Analysis analysis, Tongue tongue) {
        Passage passage = hit.passage();
        String name = passage.heading().isBlank() ? passage.title() : passage.heading();
        String about = analysis.issue() == null ? "" : " (" + analysis.issue().title(tongue) + ")";
        JsonArray chunks = new JsonArray()
                .add(new JsonObject()
                        .put("text", passage.text())
                        .put("source", passage.source())
                        .put("title", passage.title())
                        .put("confidence", passage.confidence()));
        return new Suggestion.Found(
                Suggestion.Type.KNOWLEDGE_BASE,
                "Solution" + about + " : " + name,
                passage.text(),
                passage.confidence(),
                RELEVANCE,
                hit.query().text(),
                chunks);
    }
}
