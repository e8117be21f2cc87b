// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.inbox.SentMessages.Status;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** Who else sends by the same providers, and wants to know what became of it. Port; implemented by {@code tools}. Never fails. */
public interface OthersReports {
    Uni<Void> report(String provider, String messageId, Status status, @Nullable String errorCode);
}
