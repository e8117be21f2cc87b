// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cost;

import io.allo.contracts.pricing.AiPricing;
import io.smallrye.mutiny.Uni;

/** Where the price table is read. Port; implemented by {@code sessionconfig}. */
public interface PriceSource {

    /** The one in force. */
    Uni<AiPricing> current();
}
