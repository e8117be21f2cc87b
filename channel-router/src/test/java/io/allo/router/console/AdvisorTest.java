// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.router.console.advice.Issue;
import io.allo.router.console.advice.Need;
import io.allo.router.console.advice.Opinion;
import io.vertx.core.json.DecodeException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model answers is read with care. */
class AdvisorTest {
    @Test
    void aFittingAnswerIsReadAlsoOutOfACodeFence() {
        Opinion opinion = OpinionReader.read("""
                Voici :
                ```json
                {"sufficient": false, "confidence": 1.7, "issue": "error", "main_issue": "caméra noire",
                 "entities": {"product": ["caméra", 7, null, ""], "secret": ["x"]},
                 "missing": ["when_started", "nonsense"], "questions": ["Depuis quand ?"], "queries": ["caméra noire"]}
                ```""");
        assertThat(opinion.sufficient()).isFalse();
        assertThat(opinion.confidence()).isEqualTo(1);
        assertThat(opinion.issue()).isEqualTo(Issue.ERROR);
        assertThat(opinion.entities()).isEqualTo(Map.of("product", List.of("caméra")));
        assertThat(opinion.needs()).containsExactly(Need.WHEN_STARTED);
        assertThat(opinion.questions()).containsExactly("Depuis quand ?");
        assertThat(opinion.queries()).containsExactly("caméra noire");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bonjour", "{}", "{\"sufficient\": \"yes\"}", "}{", "{\"sufficient\": tru"})
    void anythingElseIsAFailure(String answer) {
        assertThatThrownBy(() -> OpinionReader.read(answer)).isInstanceOf(DecodeException.class);
    }
}
