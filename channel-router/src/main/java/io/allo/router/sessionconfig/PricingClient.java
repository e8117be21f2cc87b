// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sessionconfig;

import io.allo.contracts.pricing.AiPricing;
import io.allo.router.config.ServiceKey;
import io.allo.router.cost.PriceSource;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Reads the price table where it is kept. */
@Singleton
class PricingClient implements PriceSource {
    private final PricingApi api;
    private final ServiceKey serviceKey;

    PricingClient(@RestClient PricingApi api, ServiceKey serviceKey) {
        this.api = api;
        this.serviceKey = serviceKey;
    }

    @Override
    public Uni<AiPricing> current() {
        return api.current(serviceKey.value());
    }
}
