// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.faq;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A question to the restaurant, with its answer once somebody gave one: the wire form of {@code /api/faq}. */
@RegisterForReflection
public record Faq(
        UUID id,
        UUID restaurantId,
        String question,
        @Nullable String answer,
        String category,
        String status,
        int askCount,
        @Nullable String lastCallerPhone,
        @Nullable Instant lastAskedAt) {

    static final String PENDING = "pending";
    static final String ANSWERED = "answered";
    static final String IGNORED = "ignored";

    static Faq of(FaqEntity row) {
        return new Faq(
                row.id,
                row.restaurantId,
                row.question,
                row.answer,
                row.category,
                row.status,
                row.askCount,
                row.lastCallerPhone,
                row.lastAskedAt);
    }
}
