// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.message;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message that a caller left: the wire form of {@code /api/messages}. */
@RegisterForReflection
record Message(
        UUID id,
        UUID restaurantId,
        @Nullable String callId,
        @Nullable String callerPhone,
        @Nullable String callerName,
        String content,
        String category,
        boolean isRead,
        boolean isUrgent,
        Instant createdAt) {

    static Message of(MessageEntity row) {
        return new Message(
                row.id,
                row.restaurantId,
                row.callId,
                row.callerPhone,
                row.callerName,
                row.content,
                row.category,
                row.read,
                row.urgent,
                row.createdAt);
    }
}
