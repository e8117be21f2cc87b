// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import java.util.Map;
import java.util.Optional;

/** What a model is told of a question. */
public final class KnowledgeAnswer {
    private static final Map<String, Object> UNKNOWN_FR = Map.of(
            "success",
            true,
            "answer",
            "unknown",
            "next",
            "Dites que vous ne savez pas et proposez une personne ou un message.");
    private static final Map<String, Object> UNKNOWN_EN = Map.of(
            "success", true, "answer", "unknown", "next", "Say that you do not know, and offer a person or a message.");

    private KnowledgeAnswer() {}

    /** With source and confidence, or that it is not known and what to do then. */
    public static Map<String, Object> of(Optional<Found> found, boolean english) {
        return found.<Map<String, Object>>map(passage -> Map.of(
                        "success",
                        true,
                        "answer",
                        passage.text(),
                        "source",
                        passage.citation(),
                        "confidence",
                        passage.confidence()))
                .orElse(english ? UNKNOWN_EN : UNKNOWN_FR);
    }
}
