// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import io.allo.gateway.call.CallTimers;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/**
 * What registrations use.
 *
 * @param threads where an account's mailbox runs
 * @param failedFor how long a server that did not answer stands behind the others
 * @param jitter random numbers in [0, 1)
 */
public record RegistrarPorts(
        RegisterClient client,
        SipServerLocator locator,
        RegistrationLease lease,
        CallTimers timers,
        Executor threads,
        Duration failedFor,
        DoubleSupplier jitter) {}
