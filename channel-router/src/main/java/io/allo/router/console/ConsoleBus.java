// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import java.util.function.Consumer;

/**
 * Carries messages between the replicas. What is lost while nobody listens is lost: everything that must last is in PostgreSQL. Port;
 * implemented by {@code store}. Any thread; returns at once and never throws.
 */
public interface ConsoleBus {
    /** Address of every replica. */
    String ALL = "all";

    /** Address of this replica. */
    String self();

    /** Sends to other replicas. */
    void tell(String address, byte[] message);

    /** Hears what others send to this replica and to all. Once, at the start. */
    void listen(Consumer<byte[]> listener);
}
