// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.ContactResolution;
import io.smallrye.mutiny.Uni;

/** Which agent takes a contact. Port; implemented by {@code sessionconfig}. */
public interface ContactDirectory {

    /**
     * The agent that owns the called address. Fails with {@link ConversationEngine.UnknownAddressException} when nobody
     * does, and with {@link UnavailableException} when the directory could not be asked.
     */
    Uni<ContactResolution> resolve(Contact contact);

    /**
     * An agent by its id, for a handoff. Fails with {@link NoSuchAgentException} when this account has none of this id, and with
     * {@link UnavailableException}.
     */
    default Uni<ContactResolution> agent(String accountId, String agentId) {
        return Uni.createFrom().failure(new NoSuchAgentException());
    }

    /** The account has no such agent. */
    final class NoSuchAgentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NoSuchAgentException() {
            super("the account has no such agent");
        }
    }

    /** The directory did not answer: the contact may be valid, nothing can be said about it now. */
    final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public UnavailableException(Throwable cause) {
            super("the directory of agents does not answer", cause);
        }
    }
}
