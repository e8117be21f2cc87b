// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.outbox;

import io.allo.contracts.events.BusinessEvent;
import io.allo.toolexecutor.config.Json;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes a fact beside the change that it tells of: both are stored, or neither. */
@ApplicationScoped
@RegisterForReflection(targets = BusinessEvent.class)
public class Outbox {
    private static final String INSERT = "insert into outbox (msg_key, type, payload) values (:key, :type, :payload)";

    private final Json json;

    Outbox(Json json) {
        this.json = json;
    }

    /** Adds the fact to the current transaction. */
    public Uni<Void> add(BusinessEvent event) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter("key", event.subject())
                        .setParameter("type", event.type())
                        .setParameter("payload", json.write(event))
                        .executeUpdate())
                .replaceWithVoid();
    }
}
