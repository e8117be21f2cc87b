// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import io.allo.toolexecutor.kitchen.KitchenPlan;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.smallrye.mutiny.Uni;

/** When could something more be ready? */
public interface KitchenPlans {
    /** The plan of this moment; fails when it cannot be read or the restaurant's configuration makes none. */
    Uni<KitchenPlan> plan(Restaurant restaurant);
}
