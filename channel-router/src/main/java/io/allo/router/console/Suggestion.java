// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.vertx.core.json.JsonArray;
import java.time.Instant;

/**
 * A question or a solution, as it is kept.
 *
 * @param sourceChunks where it comes from: {@code {text, source, title, confidence}}
 */
public record Suggestion(
        long id,
        Type type,
        String title,
        String content,
        double confidence,
        JsonArray sourceChunks,
        boolean shown,
        boolean clicked,
        Instant at) {

    /** What it is. */
    public enum Type {
        KNOWLEDGE_BASE("knowledge_base"),
        CLARIFICATION_QUESTION("clarification_question");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }

        static Type of(String wireName) {
            return wireName.equals(KNOWLEDGE_BASE.wireName) ? KNOWLEDGE_BASE : CLARIFICATION_QUESTION;
        }
    }

    /** Before it is kept. @param query what was looked for; empty for a question */
    record Found(
            Type type,
            String title,
            String content,
            double confidence,
            double relevance,
            String query,
            JsonArray sourceChunks) {}

    /** @param fresh false: the session has it already, and nothing was kept again */
    record Kept(Suggestion suggestion, boolean fresh) {}
}
