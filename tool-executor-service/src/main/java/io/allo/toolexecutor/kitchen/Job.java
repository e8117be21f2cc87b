// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

import java.time.Duration;

/**
 * Work to be planned.
 *
 * @param delivered it needs a driver after the counter
 * @param transit travel to the guest; only for deliveries
 */
public record Job(OrderSize size, boolean delivered, Duration transit) {
    public static Job of(OrderSize size, boolean delivered, Duration transit) {
        return new Job(size, delivered, delivered ? transit : Duration.ZERO);
    }
}
