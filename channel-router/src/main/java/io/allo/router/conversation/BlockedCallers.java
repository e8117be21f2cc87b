// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.ContactResolution;
import io.smallrye.mutiny.Uni;

/** From whom a business takes no calls. Port; implemented by {@code tools}. */
@FunctionalInterface
public interface BlockedCallers {

    /**
     * Is this person blocked? A failed Uni means that nobody knows: then he is not.
     *
     * @param caller E.164
     */
    Uni<Boolean> isBlocked(ContactResolution agent, String caller);
}
