// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Rules for orders that no restaurant sets itself. */
@ConfigMapping(prefix = "allo.order")
interface OrderConfig {
    /** Within this time an equal order in the same call is the same order. */
    @WithDefault("10m")
    Duration duplicateWindow();

    /** Ready time when no availability check came before. */
    @WithDefault("30m")
    Duration defaultReadyIn();

    /** How far back {@code GET /api/orders/status} looks. */
    @WithDefault("24h")
    Duration statusWindow();

    /** Most dishes (lines) of one order. */
    @WithDefault("100")
    int maxLines();

    /** Most pieces of one dish. */
    @WithDefault("999")
    int maxQuantity();
}
