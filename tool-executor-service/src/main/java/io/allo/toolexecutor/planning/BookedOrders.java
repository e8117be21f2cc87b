// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Port: the orders that the kitchen works on. Orders are planned, so planning cannot know them. */
public interface BookedOrders {
    /** Neither completed nor cancelled, with a start of cooking in [from, until), earliest first. */
    Uni<List<BookedOrder>> cooking(UUID restaurantId, Instant from, Instant until);
}
