// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Answers to reminders of appointments, which need no model. Port; implemented by {@code tools}. Never fails. */
public interface Reminders {
    /** Nobody is reminded of anything. */
    Reminders NONE = (conversation, turn) -> Uni.createFrom().item(Optional.empty());

    /** What the person is told, when this is an answer to a reminder of his; empty: the agent answers. */
    Uni<Optional<String>> answer(Conversation conversation, UserTurn turn);
}
