// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation tells.
 *
 * @param sufficient a solution can be looked for
 * @param confidence of that, 0 to 1
 * @param issue null: none that is known
 * @param subject the main issue in a model's words; null without a model
 * @param entities see {@link Entities}
 * @param needs what is to be asked, most urgent first; a sufficient one without needs asks nothing
 * @param questions a model's own
 * @param queries a model's own
 */
public record Analysis(
        boolean sufficient,
        double confidence,
        @Nullable Issue issue,
        @Nullable String subject,
        Map<String, List<String>> entities,
        List<Need> needs,
        List<String> questions,
        List<String> queries) {

    /** From here on no model is asked. */
    private static final double SURE = 0.8;

    private static final double MODEL_FAILED = 0.3;
    private static final int TALKATIVE = 30;
    private static final int SOME = 15;
    private static final int FEW = 10;
    private static final int BARE = 5;
    private static final int SHORT = 3;

    /** By words and patterns alone: the decision table. */
    public static Analysis of(Talk talk) {
        String all = talk.all();
        Map<String, List<String>> entities = Entities.in(all);
        @Nullable Issue issue = Issue.in(Words.plain(all)).orElse(null);
        int words = talk.words();
        if (Greetings.isBare(talk.last()) && words < BARE) {
            return unclear(issue, entities);
        }
        if (words > TALKATIVE) {
            return clear(0.85, issue, entities);
        }
        if (words > SOME && (!entities.isEmpty() || issue != null)) {
            return clear(0.8, issue, entities);
        }
        if (words > FEW && issue != null) {
            return clear(0.75, issue, entities);
        }
        if (Words.count(talk.last()) < SHORT && words < FEW) {
            return unclear(issue, entities);
        }
        return clear(0.7, issue, entities);
    }

    private static Analysis clear(double confidence, @Nullable Issue issue, Map<String, List<String>> entities) {
        return new Analysis(true, confidence, issue, null, entities, List.of(), List.of(), List.of());
    }

    private static Analysis unclear(@Nullable Issue issue, Map<String, List<String>> entities) {
        return new Analysis(false, 0.6, issue, null, entities, List.of(Need.PROBLEM_DESCRIPTION), List.of(), List.of());
    }

    /** No model needs to be asked. */
    public boolean sure() {
        return confidence >= SURE;
    }

    /** A solution, no question. */
    public boolean leadsToSolution() {
        return sufficient && needs.isEmpty();
    }

    /** A kind of trouble is known, or a device or function is named. */
    public boolean isAboutTrouble() {
        return issue != null || namesDevice();
    }

    /** A device or a function is named. */
    public boolean namesDevice() {
        return entities.containsKey("product") || entities.containsKey("feature");
    }

    /** With what a model thinks: it is preferred, entities are united, confidences averaged. */
    public Analysis with(Opinion opinion) {
        Issue known = opinion.issue() == null ? issue : opinion.issue();
        Set<Need> asked = new LinkedHashSet<>(opinion.needs());
        if (!opinion.sufficient() && asked.isEmpty() && opinion.questions().isEmpty()) {
            asked.addAll(needs.isEmpty() ? List.of(Need.SPECIFIC_DETAILS) : needs);
        }
        return new Analysis(
                opinion.sufficient(),
                (confidence + opinion.confidence()) / 2,
                known,
                opinion.subject(),
                Entities.united(entities, opinion.entities()),
                new ArrayList<>(asked),
                opinion.questions(),
                opinion.queries());
    }

    /** The model that was asked has failed. */
    public Analysis withoutModel() {
        List<Need> asked = needs.isEmpty() ? List.of(Need.SPECIFIC_DETAILS) : needs;
        return new Analysis(false, MODEL_FAILED, issue, null, entities, asked, List.of(), List.of());
    }
}
