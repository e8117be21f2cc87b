// SPDX-License-Identifier: Apache-2.0
package io.allo.router.tools;

import io.allo.contracts.session.ContactResolution;
import io.allo.router.config.ServiceKey;
import io.allo.router.conversation.BlockedCallers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** {@link BlockedCallers} over tool-executor-service: each business has its own list. Without a business nobody is blocked. */
@Singleton
class BlockedPhonesClient implements BlockedCallers {
    private final BusinessApi api;
    private final ServiceKey serviceKey;

    BlockedPhonesClient(@RestClient BusinessApi api, ServiceKey serviceKey) {
        this.api = api;
        this.serviceKey = serviceKey;
    }

    @Override
    public Uni<Boolean> isBlocked(ContactResolution agent, String caller) {
        String restaurant = agent.restaurantId();
        return restaurant == null
                ? Uni.createFrom().item(false)
                : api.blocked(serviceKey.value(), agent.accountId(), restaurant, caller)
                        .map(BusinessApi.Blocked::blocked);
    }
}
