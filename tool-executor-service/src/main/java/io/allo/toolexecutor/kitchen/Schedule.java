// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

import java.time.Instant;

/**
 * A place in the kitchen.
 *
 * @param target the time that can be promised: hand-off, travel and buffer
 * @param handoffAt cooked, prepared and at the counter
 * @param estimatedReadyAt hand-off, for deliveries with the travel
 */
public record Schedule(
        OrderSize orderSize, Instant target, Instant cookStartAt, Instant handoffAt, Instant estimatedReadyAt) {}
