// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.blockedphone;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A blocked number: the wire form of {@code /api/blocked-phones}. */
@RegisterForReflection
record BlockedPhone(
        UUID id, UUID restaurantId, String phone, @Nullable String reason, Instant createdAt) {

    static BlockedPhone of(BlockedPhoneEntity row) {
        return new BlockedPhone(row.id, row.restaurantId, row.phone, row.reason, row.createdAt);
    }
}
