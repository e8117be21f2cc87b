// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.contracts.session.SessionConfig.AnsweredQuestion;
import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Lexicon;
import io.allo.router.builtin.intent.Similarity;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.slot.Slot;
import io.allo.router.builtin.slot.SlotSchema;
import io.allo.router.builtin.wording.Phrase;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opening hours and questions: answered from the knowledge base or passed on, never invented. Digressions from any focus. */
final class QuestionFlow {
    /** So alike that nothing else can be meant. */
    static final double SURE = 0.8;
    /** Enough when the text is no command. */
    static final double LIKELY = 0.6;

    private static final int MAX_QUESTION = 300;
    /** Subjects on which a business has one answer. Allergens are not among them: there only the very question counts. */
    private static final Set<String> ONE_ANSWER = Set.of("paiement", "parking", "livraison", "horaires");

    Reply openingHours(Turn turn) {
        return turn.business()
                .openingHours(turn.state().language())
                .map(hours -> turn.digression(turn.say(Phrase.HOURS, "hours", hours)))
                .orElseGet(() -> turn.digression(turn.say(Phrase.HOURS_UNKNOWN)));
    }

    /** "Où êtes-vous ?" */
    Reply location(Turn turn, Heard heard) {
        Reply known = answer(turn, heard, LIKELY);
        return known == null ? log(turn, heard, "localisation") : known;
    }

    /** The stored answer to a question at least this much alike; null when there is none. */
    @Nullable
    Reply answer(Turn turn, Heard heard, double threshold) {
        return best(turn, heard)
                .filter(match -> match.score() >= threshold)
                .map(match -> turn.digression(turn.reply().say(match.question().answer())))
                .orElse(null);
    }

    /** Passes an unknown question on; null when the text asks nothing. */
    @Nullable
    Reply passOn(Turn turn, Heard heard) {
        if (heard.words().size() < 2 || !turn.lexicon().isQuestion(heard.text(), heard.words())) {
            return null;
        }
        String category = category(turn, heard);
        boolean hours = category.equals("horaires")
                && turn.business().openingHours(turn.state().language()).isPresent();
        return hours ? openingHours(turn) : log(turn, heard, category);
    }

    private static Reply log(Turn turn, Heard heard, String category) {
        if (!turn.business().offers(Tools.LOG_NEW_FAQ)) {
            return turn.digression(turn.say(Phrase.QUESTION_UNKNOWN));
        }
        String text = heard.text().strip();
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("question", text.substring(0, Math.min(text.length(), MAX_QUESTION)));
        question.put("category", category);
        return turn.reply()
                .call(
                        Tools.LOG_NEW_FAQ,
                        Results.declared(turn.business(), Tools.LOG_NEW_FAQ, question),
                        new Focus.LoggingQuestion(turn.state().focus()));
    }

    Reply result(Turn turn, Focus.LoggingQuestion focus, Map<String, Object> result) {
        boolean passedOn = Results.isTrue(result, "success");
        Turn back = turn.in(turn.state().focusOn(focus.resume()));
        return back.digression(back.say(passedOn ? Phrase.QUESTION_PASSED_ON : Phrase.QUESTION_UNKNOWN));
    }

    private static String category(Turn turn, Heard heard) {
        List<String> choices = turn.business()
                .tool(Tools.LOG_NEW_FAQ)
                .flatMap(tool -> SlotSchema.of(tool.parameters()).slot("category"))
                .map(Slot::choices)
                .orElse(List.of());
        String otherwise = choices.isEmpty() || choices.contains("other") ? "other" : choices.getLast();
        return turn.lexicon().topic(heard.words(), Set.copyOf(choices), otherwise);
    }

    private static Optional<Match> best(Turn turn, Heard heard) {
        return turn.business().answeredQuestions().stream()
                .map(question -> new Match(question, score(turn.lexicon(), question, heard)))
                .max(Comparator.comparingDouble(Match::score));
    }

    /** The same sentence, or one that names what the stored question is about. */
    private static double score(Lexicon lexicon, AnsweredQuestion question, Heard heard) {
        List<String> asked = content(lexicon, heard.words());
        List<String> stored = content(lexicon, Words.of(question.question()));
        double whole = Similarity.trigrams(String.join(" ", heard.words()), Words.fold(question.question()));
        boolean sameSubject = lexicon.isQuestion(heard.text(), heard.words())
                && lexicon.topic(heard.words(), ONE_ANSWER, "").equals(question.category());
        double subject = Math.max(whole, sameSubject ? LIKELY : 0);
        return asked.isEmpty() || stored.isEmpty()
                ? subject
                : Math.max(subject, 0.65 * found(stored, asked) + 0.35 * found(asked, stored));
    }

    private static double found(List<String> words, List<String> among) {
        return words.stream()
                .mapToDouble(word -> among.stream()
                        .mapToDouble(other -> alike(word, other))
                        .max()
                        .orElse(0))
                .average()
                .orElse(0);
    }

    /** Inflected forms share their beginning: livrez, livraison, livrer. */
    private static double alike(String a, String b) {
        int stem = Math.max(4, Math.min(a.length(), b.length()) - 3);
        boolean sameStem =
                a.length() >= stem && b.length() >= stem && a.substring(0, stem).equals(b.substring(0, stem));
        return Math.max(Similarity.word(a, b), sameStem ? 0.9 : 0);
    }

    private static List<String> content(Lexicon lexicon, List<String> words) {
        return words.stream().filter(word -> !lexicon.isStopWord(word)).toList();
    }

    private record Match(AnsweredQuestion question, double score) {}
}
