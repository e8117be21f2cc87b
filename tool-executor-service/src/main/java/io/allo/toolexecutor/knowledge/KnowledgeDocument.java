// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A document as {@code /api/knowledge} shows it.
 *
 * @param businessId restaurant or calendar that it is about; null = the whole account
 * @param source file name or URL; a document with the same source replaces it
 * @param passages how many it was cut into
 */
@RegisterForReflection
record KnowledgeDocument(
        UUID id,
        @Nullable UUID businessId,
        String title,
        String source,
        String mediaType,
        int passages,
        Instant createdAt,
        Instant updatedAt) {
    static KnowledgeDocument of(DocumentEntity row) {
        return new KnowledgeDocument(
                row.id,
                row.businessId,
                row.title,
                row.source,
                row.mediaType,
                row.passages,
                row.createdAt,
                row.updatedAt);
    }
}
