// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * Where conversations live between turns, shared by all replicas, and the lock that lets one turn at a time run on each. Port;
 * implemented by {@code store}.
 */
public interface ContextStore {

    /**
     * Waits until no other turn of this conversation runs, on any replica. First come, first served within a replica. Fails
     * with {@link BusyException} when that takes too long.
     */
    Uni<Lease> acquire(ConversationKey key);

    /** The stored conversation, empty when there is none or it expired. */
    Uni<Optional<Conversation>> find(ConversationKey key);

    /** Writes the whole conversation. Fails with {@link LeaseLostException} when a later lease of it was given out. */
    Uni<Void> save(Conversation conversation, Lease lease);

    /**
     * Deletes what is stored of one conversation; a later one of the same person stays.
     *
     * @param id of the conversation
     */
    Uni<Void> forget(String id, Lease lease);

    /** Where this person of an account last spoke or wrote, empty when that is too long ago. */
    Uni<Optional<ConversationKey>> placeOf(String accountId, String person);

    /** @param person E.164 number */
    Uni<Void> rememberPlace(String accountId, String person, ConversationKey place);

    Uni<Void> forgetPlace(String accountId, String person);

    /** The right to change one conversation, renewed by itself until it is released. */
    interface Lease {
        ConversationKey key();

        /** Fencing token: rises with each lease of the conversation. */
        long fence();

        /** Gives the right back. Never fails. */
        Uni<Void> release();
    }

    /** The turns before this one take too long. */
    final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public BusyException(ConversationKey key) {
            super("another turn of this " + key.channel().wireName() + " conversation does not end");
        }
    }

    /** Somebody else took over: this replica was cut off for longer than its lease. What it wanted to write is void. */
    final class LeaseLostException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public LeaseLostException(long fence) {
            super("the lease with fencing token " + fence + " was followed by another");
        }
    }
}
