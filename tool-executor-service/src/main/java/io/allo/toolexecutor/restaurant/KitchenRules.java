// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.restaurant;

import org.jspecify.annotations.Nullable;

/**
 * When can something be ready here?
 *
 * @param planningConfig the restaurant's own kitchen planning as JSON; null = the defaults
 * @param checkOpeningHours availability is refused while the restaurant is closed
 * @param availabilityUsesPlanning availability asks the kitchen's plan too
 */
public record KitchenRules(
        @Nullable String planningConfig, boolean checkOpeningHours, boolean availabilityUsesPlanning) {
    public static final KitchenRules NONE = new KitchenRules(null, false, false);
}
