// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import io.allo.contracts.events.ConversationEvent;
import io.allo.router.config.ServiceKey;
import io.allo.router.history.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The record of a conversation, for the business's records of calls. */
@Singleton
class BusinessReports implements Carrier {
    private final EndedCalls calls;
    private final BusinessCallsApi business;
    private final ServiceKey serviceKey;

    BusinessReports(EndedCalls calls, @RestClient BusinessCallsApi business, ServiceKey serviceKey) {
        this.calls = calls;
        this.business = business;
        this.serviceKey = serviceKey;
    }

    @Override
    public String topic() {
        return Outbox.REPORTS;
    }

    @Override
    public Uni<Void> carry(ConversationEvent ended) {
        return calls.report(ended)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : business.report(serviceKey.value(), ended.accountId(), found.get())
                                .replaceWithVoid());
    }
}
