// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import io.allo.contracts.trunk.Trunk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The accounts and their registrations, from memory: whoever asks never touches the SIP stack (A103). Any thread. */
public interface TrunkStates {

    List<State> all();

    /** Accounts that are registered by this gateway. */
    long registered();

    /**
     * @param registration null for an account that is not to be registered
     * @param calls calls of the account that live in this gateway
     */
    record State(Trunk trunk, @Nullable RegistrationState registration, int calls) {}
}
