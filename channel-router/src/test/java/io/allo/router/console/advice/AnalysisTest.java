// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decision table, its patterns in French and English, and how a model's opinion counts: B45. */
class AnalysisTest {
    private static Talk talk(String... lines) {
        return new Talk(Stream.of(lines)
                .map(line -> new Talk.Line(SpeakerRole.TECHNICIAN, line))
                .toList());
    }

    private static String words(int count) {
        return "mot ".repeat(count).strip();
    }

    @ParameterizedTest(name = "{0} earlier words, then \"{1}\": sufficient {2}, {3}")
    @CsvSource({
        "28, trois mots encore, true, 0.85", // W > 30
        "27, trois mots encore, true, 0.70", // 30 words, nothing known
        "13, la caméra clignote, true, 0.80", // W > 15 and an entity
        "12, la caméra clignote, true, 0.70", // 15 words are not more than 15
        "13, c'est très lent, true, 0.80", // W > 15 and an issue
        "8, c'est très lent, true, 0.75", // W > 10 and an issue
        "8, la caméra clignote, true, 0.70", // W > 10 and an entity only
        "7, c'est très lent, true, 0.70", // 10 words
        "7, deux mots, false, 0.60", // L < 3 and W < 10
        "8, deux mots, true, 0.70", // W = 10
        "0, deux mots, false, 0.60",
        "0, trois mots seulement, true, 0.70",
        "0, bonjour monsieur bonjour, false, 0.60", // a greeting, W < 5
        "0, I need help please, false, 0.60",
        "3, bonjour monsieur, true, 0.70" // a greeting, but W = 5: overridden no more, L < 3 though
    })
    void decidesByTheTable(int before, String last, boolean sufficient, double confidence) {
        Talk talk = before == 0 ? talk(last) : talk(words(before), last);
        Analysis analysis = Analysis.of(talk);
        boolean lastRow = last.equals("bonjour monsieur");
        assertThat(analysis.sufficient()).isEqualTo(!lastRow && sufficient);
        assertThat(analysis.confidence()).isEqualTo(lastRow ? 0.6 : confidence);
        assertThat(analysis.needs()).isEqualTo(analysis.sufficient() ? List.of() : List.of(Need.PROBLEM_DESCRIPTION));
        assertThat(analysis.sure()).isEqualTo(analysis.confidence() >= 0.8);
    }

    @ParameterizedTest
    @CsvSource({
        "je n'arrive pas à me connecter à l'interface, LOGIN_PROBLEM",
        "il a oublié le mot de passe de l'enregistreur, LOGIN_PROBLEM",
        "the password is rejected, LOGIN_PROBLEM",
        "l'image est saccadée depuis hier, PERFORMANCE_ISSUE",
        "everything is slow, PERFORMANCE_ISSUE",
        "la caméra ne s'allume plus, ERROR",
        "le disque est en panne, ERROR",
        "the recorder does not record, ERROR",
        "the camera is offline, ERROR",
        "serait-il possible de recevoir un courriel, FEATURE_REQUEST",
        "une question sur la facture, BILLING",
        "I was charged twice, BILLING",
        "la caméra est dans le couloir, "
    })
    void knowsTheIssueInBothLanguages(String text, Issue issue) {
        assertThat(Analysis.of(talk(text)).issue()).isEqualTo(issue);
    }

    @Test
    void namesWhatIsNamed() {
        assertThat(
                        Entities.in(
                                "Erreur E-102 sur la caméra DS-2CD2143 en version 5.7, la détection de mouvement ne marche plus"))
                .containsEntry("error_code", List.of("E-102"))
                .containsEntry("product", List.of("caméra", "DS-2CD2143"))
                .containsEntry("version", List.of("5.7"))
                .containsEntry("feature", List.of("détection de mouvement"));
        assertThat(Entities.in("bonjour, il fait beau")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bonjour !", "au secours", "Help me, please", "Allô ? Bonjour.", "j'ai besoin d'aide"})
    void aGreetingOrABareCallForHelpIsAskedAbout(String text) {
        Analysis analysis = Analysis.of(talk(text));
        assertThat(analysis.leadsToSolution()).isFalse();
        assertThat(Questions.of(analysis, Tongue.FR).getFirst().text()).startsWith("Pouvez-vous décrire");
        assertThat(Questions.of(analysis, Tongue.EN).getFirst().text()).startsWith("Can you describe");
    }

    @Test
    void onlyTheLastTenLinesCount() {
        String[] lines = Stream.generate(() -> "un deux trois quatre").limit(12).toArray(String[]::new);
        assertThat(talk(lines).words()).isEqualTo(40);
    }

    @Test
    void aModelIsPreferredEntitiesAreUnitedAndConfidencesAveraged() {
        Analysis byWords = Analysis.of(talk("la caméra du hall clignote"));
        Opinion opinion = new Opinion(
                false,
                0.9,
                Issue.ERROR,
                "caméra clignotante",
                Map.of("product", List.of("Caméra", "switch")),
                List.of(Need.WHEN_STARTED),
                List.of("Quelle couleur ?"),
                List.of());

        Analysis merged = byWords.with(opinion);

        assertThat(merged.sufficient()).isFalse();
        assertThat(merged.confidence()).isEqualTo(0.8);
        assertThat(merged.issue()).isEqualTo(Issue.ERROR);
        assertThat(merged.entities()).isEqualTo(Map.of("product", List.of("caméra", "switch")));
        assertThat(merged.needs()).containsExactly(Need.WHEN_STARTED);
    }

    @Test
    void aModelThatFailsLeavesItUnclear() {
        Analysis analysis = Analysis.of(talk("la caméra du hall clignote")).withoutModel();
        assertThat(analysis.sufficient()).isFalse();
        assertThat(analysis.confidence()).isEqualTo(0.3);
        assertThat(Questions.of(analysis, Tongue.FR)).isNotEmpty();
    }

    @Test
    void atMostTwoQuestionsMostUrgentFirstNoneTwice() {
        Analysis analysis = new Analysis(
                false,
                0.6,
                Issue.ERROR,
                null,
                Map.of(),
                List.of(Need.WHEN_STARTED, Need.PROBLEM_DESCRIPTION),
                List.of("Quel message ou code d'erreur s'affiche exactement", "Et après ?"),
                List.of());

        List<Question> questions = Questions.of(analysis, Tongue.FR);

        assertThat(questions).extracting(Question::priority).containsExactly(1, 1);
        assertThat(questions.get(1).text()).isEqualTo("Quel message ou code d'erreur s'affiche exactement ?");
        assertThat(Questions.confidence(questions)).isEqualTo(0.9);
        assertThat(questions.getFirst().relevance()).isEqualTo(0.9);
    }

    @Test
    void atMostThreeQueriesNoneTwice() {
        Talk talk = talk(
                "bonjour",
                "la caméra du hall ne marche plus",
                "elle affiche erreur E-102",
                "et elle clignote en rouge");
        List<SearchQuery> queries = SearchQuery.of(talk, Analysis.of(talk));
        assertThat(queries).hasSize(3);
        assertThat(queries.getFirst().text()).isEqualTo("et elle clignote en rouge");
        assertThat(queries.get(1).text()).isEqualTo("elle affiche erreur E-102 et elle clignote en rouge");
        assertThat(queries.get(2).text()).contains("E-102", "caméra");
        assertThat(SearchQuery.of(talk("bonjour"), Analysis.of(talk("bonjour"))))
                .isEmpty();
    }
}
