// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.SipCredentials;
import io.allo.contracts.session.SessionFacts;
import io.allo.sessionconfig.config.ServiceConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** The session of a restaurant, composed anew from stored data each time. */
@ApplicationScoped
class RestaurantSessions {
    private final SessionFactsClient client;
    private final OfferedTools tools;
    private final SessionComposer composer;
    private final String serviceKey;

    RestaurantSessions(
            @RestClient SessionFactsClient client, OfferedTools tools, SessionComposer composer, ServiceConfig config) {
        this.client = client;
        this.tools = tools;
        this.composer = composer;
        this.serviceKey = config.serviceKey();
    }

    /**
     * Fails with 404 when the restaurant is unknown or another account's.
     *
     * @param account whose key asks, null for our own services
     * @param agent whose stored tools are offered, null = those of the restaurant's oldest one
     * @param credentials null in it: the answer names none
     */
    Uni<SessionConfig> of(
            UUID id,
            String callerPhone,
            @Nullable String account,
            @Nullable UUID agent,
            boolean chat,
            Uni<@Nullable SipCredentials> credentials) {
        Uni<SessionFacts> facts = client.facts(serviceKey, id.toString(), callerPhone)
                .onFailure(RestaurantSessions::isNotFound)
                .transform(e -> unknown(id))
                .invoke(found -> {
                    if (account != null && !account.equals(found.restaurant().accountId())) {
                        throw unknown(id);
                    }
                });
        // Both are subscribed here, on the request's own context: Hibernate Reactive finds no session after the
        // client's answer.
        return Uni.combine()
                .all()
                .unis(credentials, facts)
                .asTuple()
                .chain(both -> tools.of(both.getItem2().restaurant(), agent)
                        .map(offered -> composer.compose(both.getItem2(), offered, both.getItem1(), chat)));
    }

    private static NotFoundException unknown(UUID id) {
        return new NotFoundException("restaurant " + id + " is unknown");
    }

    private static boolean isNotFound(Throwable e) {
        return e instanceof WebApplicationException http && http.getResponse().getStatus() == 404;
    }
}
