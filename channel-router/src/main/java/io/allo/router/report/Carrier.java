// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import io.allo.contracts.events.ConversationEvent;
import io.smallrye.mutiny.Uni;

/** Tells somebody of ended conversations that wait in the outbox under its topic. */
interface Carrier {
    String topic();

    /** Fails when it could not be told. A refusal is a {@code WebApplicationException} with its status. */
    Uni<Void> carry(ConversationEvent ended);
}
