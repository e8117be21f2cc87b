// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import java.util.function.Consumer;

/**
 * Carries messages between the replicas. What is lost while nobody listens is lost: everything that must last is in PostgreSQL. Port;
 * implemented by {@code store}. Any thread; returns at once and never throws.
 */
public interface CockpitBus {
    /** Address of every replica, this one included. */
    String ALL = "all";

    /** Address of this replica. */
    String self();

    /** Sends; what this replica is meant to hear, it hears too, also while Redis is away. */
    void tell(String address, byte[] message);

    /** Hears what is sent to this replica and to all. Once, at the start. */
    void listen(Consumer<byte[]> listener);
}
