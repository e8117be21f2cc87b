// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.phoneline;

import io.allo.contracts.session.SessionConfig.SipCredentials;
import io.allo.sessionconfig.config.ServiceConfig;
import io.allo.sessionconfig.secret.StoredSecrets;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SIP credentials of a restaurant's phone line. */
@ApplicationScoped
public class PhoneLines {
    private final StoredSecrets secrets;
    private final ServiceConfig config;

    PhoneLines(StoredSecrets secrets, ServiceConfig config) {
        this.secrets = secrets;
        this.config = config;
    }

    /**
     * {@code source=client} with the restaurant's active and complete line, else {@code demo} with the environment's
     * credentials. Opens its own session; the secret is read on a worker thread.
     */
    public Uni<SipCredentials> credentials(UUID restaurantId) {
        return Panache.withSession(() -> completeLine(restaurantId))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(line -> line == null ? demo() : client(line));
    }

    private static Uni<PhoneLineEntity> completeLine(UUID restaurantId) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "from PhoneLineEntity l where l.restaurantId = :restaurant and l.active"
                                        + " and l.sipDomain <> '' and l.sipUsername <> '' and l.sipPassword <> ''"
                                        + " order by l.updatedAt desc",
                                PhoneLineEntity.class)
                        .setParameter("restaurant", restaurantId)
                        .setMaxResults(1)
                        .getSingleResultOrNull());
    }

    private SipCredentials client(PhoneLineEntity line) {
        String password = secrets.decrypt(line.id.toString(), line.sipPassword);
        return new SipCredentials(line.sipDomain, line.sipUsername, password, "client");
    }

    private SipCredentials demo() {
        return new SipCredentials(
                config.demoSip().domain(),
                orNull(config.demoSip().username().orElse("")),
                orNull(config.demoSip().password().orElse("")),
                "demo");
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
