// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an account knows. Port; implemented by {@code tools}. */
public interface KnowledgeSearch {

    /**
     * Nearest passages, best first, however doubtful. Fails when the knowledge cannot be asked.
     *
     * @param customerId whose own knowledge counts too; null = only what the whole account knows
     */
    Uni<List<Passage>> search(String accountId, @Nullable String customerId, String question, int most);

    /**
     * A passage that may answer.
     *
     * @param documentId one of them may have many passages; null where it is none
     * @param source file name or URL
     * @param confidence 0 to 1
     */
    record Passage(
            @Nullable String documentId, String title, String source, String heading, String text, double confidence) {}
}
