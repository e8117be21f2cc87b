// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import io.allo.toolexecutor.door.ApiException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose knowledge.
 *
 * @param businessId restaurant or calendar; null = only what the whole account knows
 */
public record Scope(String accountId, @Nullable UUID businessId) {
    static Scope of(String accountId, @Nullable String businessId) {
        if (businessId == null || businessId.isBlank()) {
            return new Scope(accountId, null);
        }
        try {
            return new Scope(accountId, UUID.fromString(businessId.strip()));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("businessId is no UUID");
        }
    }
}
