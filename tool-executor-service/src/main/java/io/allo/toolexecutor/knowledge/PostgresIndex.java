// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.knowledge.Ranking.Hit;
import io.allo.toolexecutor.knowledge.Ranking.Ranked;
import io.allo.toolexecutor.knowledge.Thesaurus.Term;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Full text in French and English, whatever language a passage is in; words that no passage has are looked for by their trigrams,
 * so that a misspelt one is found. Answered questions of the FAQ are passages too.
 */
@ApplicationScoped
class PostgresIndex implements PassageIndex {
    private static final String SCOPE = " k.account_id = :account"
            + " and (k.business_id is null or k.business_id = cast(nullif(:business, '') as uuid))";

    /** A row a term and passage, and one without passage for a term that none has. */
    private static final String HITS = """
            with asked as materialized (
              select t.number,""" + any("t.words", "fr", "") + " as fr," + any("t.words", "en", "") + " as en,"
            + any("t.words", "fr", ":A") + " as fr_heading," + any("t.words", "en", ":A") + " as en_heading,"
            + any("t.written", "fr", "") + " as fr_own," + any("t.written", "en", "") + " as en_own" + """

              from jsonb_to_recordset(cast(cast(:terms as text) as jsonb)) as t(number int, written text, words text))
            select a.number, k.id,
              coalesce(k.fr @@ a.fr_heading, false) or coalesce(k.en @@ a.en_heading, false),
              (select count(*) from knowledge_known k where""" + SCOPE + """
            ),
              coalesce(k.fr @@ a.fr_own, false) or coalesce(k.en @@ a.en_own, false)
            from asked a left join knowledge_known k on (k.fr @@ a.fr or k.en @@ a.en) and"""
            + SCOPE + """

            where a.fr is not null and a.en is not null
            """;

    private static final String LIKE = """
            select t.number, k.id, word_similarity(t.word, k.plain)
            from jsonb_to_recordset(cast(cast(:terms as text) as jsonb)) as t(number int, word text)
              join knowledge_known k on t.word <% k.plain and""" + SCOPE;

    private static final String PASSAGES = "select k.id, k.document_id, k.title, k.source, k.heading, k.body"
            + " from knowledge_known k where k.id in (:ids) and" + SCOPE;

    /** Shorter words are like too many. */
    private static final int SHORTEST_MISSPELT = 4;

    /** A word that names the same is not quite the word. */
    private static final double SYNONYM = 0.75;

    private final Thesaurus thesaurus;
    private final Json json;

    PostgresIndex(Thesaurus thesaurus, Json json) {
        this.thesaurus = thesaurus;
        this.json = json;
    }

    private record Search(Scope scope, List<Term> terms, Set<Integer> asked, List<Hit> hits, long known) {
        List<Term> misspelt() {
            return terms.stream()
                    .filter(term -> asked.contains(term.number()) && term.word().length() >= SHORTEST_MISSPELT)
                    .filter(term -> hits.stream().noneMatch(hit -> hit.term() == term.number()))
                    .toList();
        }

        Search with(List<Hit> more) {
            return new Search(
                    scope,
                    terms,
                    asked,
                    Stream.concat(hits.stream(), more.stream()).toList(),
                    known);
        }
    }

    /** Any of these words in the one language. @param weight empty, or that of headings */
    private static String any(String words, String language, String weight) {
        String lexeme = "quote_literal(lexeme)" + (weight.isEmpty() ? "" : " || cast('" + weight + "' as text)");
        return " (select cast(string_agg(" + lexeme + ", '|') as tsquery) from unnest(to_tsvector('knowledge_"
                + language + "', " + words + ")))";
    }

    @Override
    public Uni<List<Found>> search(Scope scope, String question, int most) {
        return ranked(scope, question, most).chain(ranked -> found(scope, ranked));
    }

    /** Ids of the nearest passages, best first. */
    Uni<List<Ranked>> ranked(Scope scope, String question, int most) {
        List<Term> terms = thesaurus.terms(question);
        if (terms.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return hits(scope, terms)
                .chain(search -> {
                    List<Term> misspelt = search.misspelt();
                    return misspelt.isEmpty()
                            ? Uni.createFrom().item(search)
                            : alike(scope, misspelt).map(search::with);
                })
                .map(search -> Ranking.of(search.asked(), search.hits(), search.known(), most));
    }

    private Uni<Search> hits(Scope scope, List<Term> terms) {
        return rows(HITS, scope, "terms", json.write(terms)).map(rows -> {
            List<Hit> hits = new ArrayList<>();
            rows.stream()
                    .filter(row -> row[1] != null)
                    .forEach(row -> hits.add(new Hit(
                            (Integer) row[0], (UUID) row[1], (Boolean) row[2], (Boolean) row[4] ? 1 : SYNONYM)));
            Set<Integer> asked = rows.stream().map(row -> (Integer) row[0]).collect(Collectors.toSet());
            return new Search(
                    scope, terms, asked, hits, rows.isEmpty() ? 0 : ((Number) rows.getFirst()[3]).longValue());
        });
    }

    private Uni<List<Hit>> alike(Scope scope, List<Term> misspelt) {
        return rows(LIKE, scope, "terms", json.write(misspelt))
                .map(rows -> rows.stream()
                        .map(row -> new Hit(
                                (Integer) row[0],
                                (UUID) row[1],
                                false,
                                ((Number) Objects.requireNonNull(row[2])).doubleValue()))
                        .toList());
    }

    /** The passages of these ids that the scope may see, in this order. */
    Uni<List<Found>> found(Scope scope, List<Ranked> ranked) {
        if (ranked.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<UUID> ids = ranked.stream().map(Ranked::passage).toList();
        return rows(PASSAGES, scope, "ids", ids).map(rows -> {
            Map<UUID, @Nullable Object[]> byId = new HashMap<>();
            rows.forEach(row -> byId.put((UUID) row[0], row));
            return ranked.stream()
                    .filter(one -> byId.containsKey(one.passage()))
                    .map(one -> found(byId.get(one.passage()), one.confidence()))
                    .toList();
        });
    }

    private static Uni<List<Object[]>> rows(String sql, Scope scope, String parameter, Object value) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql, Object[].class)
                        .setParameter("account", scope.accountId())
                        .setParameter("business", DocumentRepository.text(scope))
                        .setParameter(parameter, value)
                        .getResultList());
    }

    private static Found found(@Nullable Object[] row, double confidence) {
        return new Found(
                (UUID) row[1],
                text(row[2]),
                text(row[3]),
                text(row[4]),
                text(row[5]),
                Math.round(confidence * 100) / 100.0);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : (String) value;
    }
}
