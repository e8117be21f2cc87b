// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passage that may answer a question.
 *
 * @param documentId null for an answered question of the FAQ
 * @param source file name or URL, {@code faq} for the FAQ
 * @param confidence 0 to 1; below {@code allo.knowledge.confidence} it is no answer
 */
@RegisterForReflection
public record Found(
        @Nullable UUID documentId, String title, String source, String heading, String text, double confidence) {

    /** Where the answer stands, for people: {@code Prices > Colour (prices.md)}. */
    public String citation() {
        String name = heading.isBlank() ? title : heading;
        return name + " (" + source + ")";
    }
}
