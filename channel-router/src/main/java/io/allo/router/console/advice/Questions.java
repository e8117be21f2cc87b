// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What to ask: from what is missing, from a model, and where the trouble is vague or nothing is named. Pure functions. */
public final class Questions {
    private static final int MOST = 2;
    private static final int OF_A_MODEL = 2;

    private Questions() {}

    /** At most two, most urgent first, none twice. */
    public static List<Question> of(Analysis analysis, Tongue tongue) {
        List<Question> all = new ArrayList<>();
        analysis.needs().forEach(need -> all.add(need.question(tongue)));
        analysis.questions().forEach(text -> all.add(new Question(text, OF_A_MODEL)));
        if (analysis.issue() == null || analysis.entities().isEmpty()) {
            all.add(Need.SPECIFIC_DETAILS.question(tongue));
        }
        if (analysis.issue() != null) {
            all.add(following(analysis, analysis.issue()).question(tongue));
        }
        if (all.isEmpty()) {
            all.add(Need.WHEN_STARTED.question(tongue));
        }
        all.sort(Comparator.comparingInt(Question::priority));
        List<Question> asked = new ArrayList<>();
        for (Question question : all) {
            if (asked.size() < MOST && asked.stream().noneMatch(one -> Words.alike(one.text(), question.text()))) {
                asked.add(question);
            }
        }
        return asked;
    }

    /** The one question that helps most where nothing was found about a trouble that is clear. */
    public static List<Question> afterNothing(Analysis analysis, Tongue tongue) {
        return of(analysis, tongue).stream().limit(1).toList();
    }

    private static Need following(Analysis analysis, Issue issue) {
        return switch (issue) {
            case ERROR -> analysis.entities().containsKey("error_code") ? Need.PRODUCT_VERSION : Need.ERROR_DETAILS;
            case LOGIN_PROBLEM -> Need.REPRODUCTION_STEPS;
            case PERFORMANCE_ISSUE -> Need.WHEN_STARTED;
            case FEATURE_REQUEST -> Need.FEATURE_NAME;
            case BILLING -> Need.SPECIFIC_DETAILS;
        };
    }

    /** How sure the questions are the right ones: the mean of what their priorities are worth. */
    public static double confidence(List<Question> questions) {
        return questions.stream().mapToDouble(Question::confidence).average().orElse(0);
    }
}
