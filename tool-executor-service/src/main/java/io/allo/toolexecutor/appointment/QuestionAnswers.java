// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.appointment.Calendar.Question;
import io.allo.toolexecutor.knowledge.Knowledge;
import io.allo.toolexecutor.knowledge.KnowledgeAnswer;
import io.allo.toolexecutor.knowledge.Scope;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code answer_faq}: the calendar's own questions, its address, hours and prices, then its documents; without a match it says so. */
final class QuestionAnswers {
    private static final double ENOUGH = 0.6;
    private static final int STEM = 5;
    private static final Set<String> EMPTY = Set.of(
            ("a au aux avec avez c ce ces de des do does du en est et for i il j je l la le les mon nos on ou par pour que qu quel"
                            + " quelle quelles quels qui s sont sur t the to un une vos votre vous y you your is are of what when"
                            + " where how much many have can in it avoir être d n ne pas m me my at and any there")
                    .split(" "));

    private QuestionAnswers() {}

    /** An answer and how well the question fits, 0 to 1. */
    private record Match(String answer, double confidence) {}

    /** The calendar's own answer, then what the business's documents say. */
    static Uni<Map<String, Object>> answer(
            Calendar calendar, ToolRequest request, Knowledge knowledge, String account) {
        String question = ToolRequest.required(ToolRequest.bounded(request.question(), 1000, "question"), "question");
        Spoken spoken = new Spoken(calendar, calendar.speaking(request.language()));
        return own(calendar, question, spoken)
                .map(match -> Uni.createFrom()
                        .item(Map.<String, Object>of(
                                "success", true, "answer", match.answer(), "confidence", match.confidence())))
                .orElseGet(() -> knowledge
                        .answer(new Scope(account, calendar.id()), question)
                        .map(found -> KnowledgeAnswer.of(found, spoken.english())));
    }

    private static Optional<Match> own(Calendar calendar, String question, Spoken spoken) {
        Set<String> asked = words(question);
        return Stream.concat(calendar.faqs().stream(), BusinessFacts.of(calendar, spoken))
                .map(known -> new Match(known.answer(), Math.round(likeness(asked, known) * 100) / 100.0))
                .max(Comparator.comparingDouble(Match::confidence))
                .filter(match -> match.confidence() >= ENOUGH);
    }

    /** The share of the asked words that the known question has. */
    private static double likeness(Set<String> asked, Question known) {
        Set<String> words = words(known.question());
        if (asked.isEmpty() || words.isEmpty()) {
            return 0;
        }
        double common = asked.stream().filter(words::contains).count();
        return common / asked.size();
    }

    private static Set<String> words(@Nullable String text) {
        return Arrays.stream(Names.plain(text == null ? "" : text).split(" "))
                .filter(word -> !word.isEmpty() && !EMPTY.contains(word))
                .map(word -> word.length() > STEM ? word.substring(0, STEM) : word)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
