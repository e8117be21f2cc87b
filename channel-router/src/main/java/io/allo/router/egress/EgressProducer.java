// SPDX-License-Identifier: Apache-2.0
package io.allo.router.egress;

import io.allo.egress.EgressClient;
import io.allo.egress.EgressLimits;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** Gives the rest of the service its one {@link EgressClient}. */
class EgressProducer {
    @Produces
    @Singleton
    EgressClient egress(Vertx vertx, EgressConfig config, Config configuration) {
        return new EgressClient(
                vertx,
                new EgressLimits(allowedOrigins(config, configuration), config.connectTimeout(), config.maxBody()));
    }

    void close(@Disposes EgressClient client) {
        client.close();
    }

    private static Set<String> allowedOrigins(EgressConfig config, Config configuration) {
        Set<String> origins = new HashSet<>(config.allowedOrigins().orElse(Set.of()));
        for (String service : Set.of("session-config", "tool-executor")) {
            configuration
                    .getOptionalValue("quarkus.rest-client." + service + ".url", String.class)
                    .map(URI::create)
                    .ifPresent(url -> origins.add(url.getHost() + ":" + EgressClient.portOf(url)));
        }
        return Set.copyOf(origins);
    }
}
