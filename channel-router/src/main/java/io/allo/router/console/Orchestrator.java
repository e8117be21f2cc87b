// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.console.advice.Analysis;
import io.allo.router.console.advice.Question;
import io.allo.router.console.advice.Questions;
import io.allo.router.console.advice.SearchQuery;
import io.allo.router.console.advice.Talk;
import io.allo.router.console.advice.Tongue;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Thinks about a session: is it clear what is wrong? A solution is looked for; where it is not clear, questions are asked and a
 * solution is looked for all the same. What is found is kept and told to whoever watches, each as soon as it is there.
 */
@Singleton
class Orchestrator {
    private static final Logger LOG = Logger.getLogger(Orchestrator.class);
    private static final int MOST_WORDS_LOGGED = 200;

    private final SegmentRepository segments;
    private final SuggestionRepository suggestions;
    private final SessionRepository sessions;
    private final Advisor advisor;
    private final Solutions solutions;
    private final Watchers watchers;
    private final ConsoleMeters meters;
    private final ConsoleCosts costs;

    Orchestrator(
            SegmentRepository segments,
            SuggestionRepository suggestions,
            SessionRepository sessions,
            Advisor advisor,
            Solutions solutions,
            Watchers watchers,
            ConsoleMeters meters,
            ConsoleCosts costs) {
        this.segments = segments;
        this.suggestions = suggestions;
        this.sessions = sessions;
        this.advisor = advisor;
        this.solutions = solutions;
        this.watchers = watchers;
        this.meters = meters;
        this.costs = costs;
    }

    /** What came of it, questions first; also what the session had already. */
    Uni<List<Suggestion>> think(ConsoleSession session, Segment last) {
        long began = System.nanoTime();
        return segments.talk(session.key())
                .chain(talk -> analysed(session, last, talk)
                        .call(analysis -> sessions.detected(
                                session.key(),
                                analysis.issue() == null
                                        ? null
                                        : analysis.issue().wireName(),
                                new JsonObject(Map.copyOf(analysis.entities()))))
                        .chain(analysis -> advise(session, last, talk, analysis)))
                .invoke(found -> meters.advised(found, Duration.ofNanos(System.nanoTime() - began)));
    }

    private Uni<Analysis> analysed(ConsoleSession session, Segment last, Talk talk) {
        long began = System.nanoTime();
        Analysis byWords = Analysis.of(talk);
        Uni<Analysis> analysis = byWords.sure() || !advisor.available()
                ? Uni.createFrom().item(byWords)
                : advisor.ask(talk, session.tongue(), usage -> costs.used(session.key(), usage))
                        .map(byWords::with)
                        .onFailure()
                        .recoverWithItem(failure -> {
                            LOG.warnf("A console session is judged without its model: %s", failure.toString());
                            return byWords.withoutModel();
                        });
        return analysis.call(found -> log(
                session.key(),
                last,
                new Step(
                        "context_analyzer",
                        "analyze_context",
                        new JsonObject().put("lines", talk.lines().size()).put("words", talk.words()),
                        new JsonObject()
                                .put("sufficient", found.sufficient())
                                .put(
                                        "issue",
                                        found.issue() == null
                                                ? null
                                                : found.issue().wireName())
                                .put("main_issue", found.subject()),
                        found.leadsToSolution() ? "success" : "need_more_info",
                        found.confidence(),
                        since(began))));
    }

    /** Where it is clear and nothing is known of it, what is missing is asked: the technician is not left without a word. */
    private Uni<List<Suggestion>> advise(ConsoleSession session, Segment last, Talk talk, Analysis analysis) {
        if (analysis.leadsToSolution()) {
            return solutions(session, last, talk, analysis)
                    .chain(found -> found.isEmpty() && analysis.isAboutTrouble()
                            ? questions(session, last, Questions.afterNothing(analysis, session.tongue()))
                            : Uni.createFrom().item(found));
        }
        return questions(session, last, Questions.of(analysis, session.tongue()))
                .chain(asked -> solutions(session, last, talk, analysis).map(found -> {
                    List<Suggestion> all = new ArrayList<>(asked);
                    all.addAll(found);
                    return all;
                }));
    }

    private Uni<List<Suggestion>> questions(ConsoleSession session, Segment last, List<Question> asked) {
        long began = System.nanoTime();
        double confidence = Questions.confidence(asked);
        String title = session.tongue() == Tongue.FR ? "Question de clarification" : "Clarification question";
        List<Suggestion.Found> found = asked.stream()
                .map(question -> new Suggestion.Found(
                        Suggestion.Type.CLARIFICATION_QUESTION,
                        title,
                        question.text(),
                        confidence,
                        question.relevance(),
                        "",
                        new JsonArray()))
                .toList();
        return kept(session.key(), found)
                .call(kept -> log(
                        session.key(),
                        last,
                        new Step(
                                "question_generator",
                                "ask",
                                new JsonObject().put("needs", asked.size()),
                                new JsonObject().put("questions", kept.size()),
                                "success",
                                confidence,
                                since(began))));
    }

    private Uni<List<Suggestion>> solutions(ConsoleSession session, Segment last, Talk talk, Analysis analysis) {
        long began = System.nanoTime();
        List<SearchQuery> queries = SearchQuery.of(talk, analysis);
        JsonObject input = new JsonObject()
                .put(
                        "queries",
                        new JsonArray(
                                queries.stream().map(query -> cut(query.text())).toList()));
        return solutions
                .find(session, queries, analysis)
                .chain(found -> kept(session.key(), found))
                .call(kept -> log(
                        session.key(),
                        last,
                        new Step(
                                "knowledge_search",
                                "search",
                                input,
                                new JsonObject().put("solutions", kept.size()),
                                "success",
                                kept.stream()
                                        .mapToDouble(Suggestion::confidence)
                                        .max()
                                        .orElse(0),
                                since(began))))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("A console session gets no solutions: %s", failure.toString());
                    JsonObject output =
                            new JsonObject().put("error", failure.getClass().getSimpleName());
                    return log(
                                    session.key(),
                                    last,
                                    new Step("knowledge_search", "search", input, output, "error", 0, since(began)))
                            .replaceWith(List.<Suggestion>of());
                });
    }

    private Uni<List<Suggestion>> kept(SessionKey key, List<Suggestion.Found> found) {
        return Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(one -> suggestions.keep(key, one))
                .invoke(kept -> {
                    if (kept.fresh()) {
                        watchers.tell(key, Messages.suggestion(kept.suggestion()));
                    }
                })
                .map(Suggestion.Kept::suggestion)
                .collect()
                .asList();
    }

    /** What cannot be logged stops nothing. */
    private Uni<Void> log(SessionKey key, Segment segment, Step step) {
        return suggestions
                .log(key, segment.id(), step)
                .onFailure()
                .invoke(failure -> LOG.warnf("A step of a console session was not logged: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private static long since(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private static String cut(String text) {
        return text.length() > MOST_WORDS_LOGGED ? text.substring(0, MOST_WORDS_LOGGED) : text;
    }
}
