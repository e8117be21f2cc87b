// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.stream.Collectors;

/** Notes a change beside it: both are stored, or neither. Names of fields only: a value may be a number or a secret. */
@ApplicationScoped
public class AuditTrail {
    private static final String INSERT = "insert into audit_outbox (account_id, actor, action, object, fields)"
            + " values (:account, :actor, :action, :object, :fields)";
    private static final int LONGEST_FIELD = 64;
    private static final int MOST_FIELDS = 50;

    /**
     * Adds a line to the current transaction.
     *
     * @param actor {@code user:<id>}, {@code key:<account>} or {@code service}
     * @param action for example {@code restaurant.imported}
     * @param object for example {@code restaurant:<id>}
     * @param given its fields' names are kept
     */
    public Uni<Void> note(String account, String actor, String action, String object, JsonNode given) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter("account", account)
                        .setParameter("actor", actor)
                        .setParameter("action", action)
                        .setParameter("object", object)
                        .setParameter("fields", names(given))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static String names(JsonNode given) {
        return given.propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> name.length() <= LONGEST_FIELD && name.indexOf(',') < 0)
                .limit(MOST_FIELDS)
                .sorted()
                .collect(Collectors.joining(","));
    }
}
