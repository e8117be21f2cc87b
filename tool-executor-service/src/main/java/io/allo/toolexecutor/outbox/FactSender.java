// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.outbox;

import io.smallrye.mutiny.Uni;

/** Port: where facts go. */
interface FactSender {
    /** Completes when the fact is safe on the other side. */
    Uni<Void> send(OutboxRepository.Fact fact);
}
