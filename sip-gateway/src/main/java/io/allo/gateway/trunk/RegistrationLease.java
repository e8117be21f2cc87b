// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Who of several gateways keeps an account registered: exactly one, by a lease that lapses with it. The holder's last Contact
 * stays behind for the successor to remove. Returns at once; trouble is {@link Grant.Unknown}, never a failure.
 */
public interface RegistrationLease {

    /** Takes or renews the lease. */
    CompletionStage<Grant> hold(int sipAccountId);

    /** Remembers the Contact that is registered now. */
    void contact(int sipAccountId, String contact);

    /** Gives the lease up, and leaves the Contact to the successor. */
    CompletionStage<Void> release(int sipAccountId);

    /** Is another gateway there that could take over? False too when that cannot be known. */
    CompletionStage<Boolean> othersAlive();

    /** Did another gateway take the lease and register its own Contact? */
    CompletionStage<Boolean> succeeded(int sipAccountId);

    /** Answer of {@link #hold}. */
    sealed interface Grant {
        /** @param formerContact Contact that another gateway, or we before a restart, left at the registrar */
        record Held(Optional<String> formerContact) implements Grant {}

        record Elsewhere() implements Grant {}

        /** The store is away: who held goes on, who did not waits. */
        record Unknown() implements Grant {}
    }
}
