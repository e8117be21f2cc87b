// SPDX-License-Identifier: Apache-2.0
package io.allo.router.consent;

import io.allo.contracts.text.PlainText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Yes or no, in French or English. Only an unmixed yes is one: who hesitates has not consented. */
public final class ConsentAnswer {
    private static final Set<String> YES = Set.of(
            "oui",
            "ouais",
            "accord",
            "accepte",
            "accepter",
            "volontiers",
            "yes",
            "yeah",
            "yep",
            "ok",
            "okay",
            "sure",
            "agree",
            "accept");
    private static final Set<String> NO = Set.of(
            "non", "pas", "refuse", "refuser", "jamais", "no", "nope", "not", "dont", "don", "refused", "never",
            "decline");

    private ConsentAnswer() {}

    /** Empty when the words are neither. */
    public static Optional<Boolean> of(String words) {
        List<String> spoken = Arrays.asList(PlainText.of(words).split("[^a-z]+"));
        if (spoken.stream().anyMatch(NO::contains)) {
            return Optional.of(false);
        }
        return spoken.stream().anyMatch(YES::contains) ? Optional.of(true) : Optional.empty();
    }

    /** 1 is yes, 2 is no. */
    public static Optional<Boolean> of(char key) {
        return switch (key) {
            case '1' -> Optional.of(true);
            case '2' -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
