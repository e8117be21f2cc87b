// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import java.util.concurrent.CompletionStage;

/** What the gateways tell each other of the use of an account. Returns at once; fails while the store is away. */
@FunctionalInterface
public interface SharedUsage {

    /** Leaves our own use there, and brings that of all the others. */
    CompletionStage<Use> exchange(int sipAccountId, Use own);

    /**
     * @param calls that live now, both directions
     * @param minutes dialled today (UTC)
     */
    record Use(int calls, long minutes) {}
}
