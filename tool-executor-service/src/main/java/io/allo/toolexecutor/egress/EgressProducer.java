// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.egress;

import io.allo.egress.EgressClient;
import io.allo.egress.EgressLimits;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** Gives the rest of the service its one {@link EgressClient}. */
class EgressProducer {
    @Produces
    @Singleton
    EgressClient egress(Vertx vertx, EgressConfig config) {
        return new EgressClient(
                vertx,
                new EgressLimits(config.allowedOrigins().orElse(Set.of()), config.connectTimeout(), config.maxBody()));
    }

    void close(@Disposes EgressClient client) {
        client.close();
    }
}
