// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.allo.router.config.ServiceKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks the gateway about the account's trunks and about the SIP messages of a call. Away, it has no answer and delays nothing. */
@ApplicationScoped
class Telephone {
    private static final Logger LOG = Logger.getLogger(Telephone.class);
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final GatewayApi gateway;
    private final ServiceKey key;

    Telephone(@RestClient GatewayApi gateway, ServiceKey key) {
        this.gateway = gateway;
        this.key = key;
    }

    /** Empty: the gateway cannot be asked. */
    Uni<Optional<List<Wallboard.Trunk>>> trunks(String account) {
        return gateway.trunks(key.value(), account)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(JsonArray::new)
                .map(all -> Optional.of(IntStream.range(0, all.size())
                        .mapToObj(all::getJsonObject)
                        .map(one -> new Wallboard.Trunk(
                                one.getInteger("id"),
                                one.getString("label"),
                                one.getString("state"),
                                instant(one.getString("since")),
                                one.getInteger("status"),
                                one.getInteger("calls", 0)))
                        .toList()))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf("trunks are not known: %s", failure.toString());
                    return Optional.empty();
                });
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    /** JSON of {@code GET /api/calls/{id}/ladder}; empty: the gateway does not know the call, or cannot be asked. */
    Uni<Optional<String>> ladder(String account, String call) {
        return gateway.ladder(key.value(), account, call)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(Optional::of)
                .onFailure()
                .recoverWithItem(failure -> {
                    if (!(failure instanceof WebApplicationException)) {
                        LOG.debugf("a ladder is not known: %s", failure.toString());
                    }
                    return Optional.empty();
                });
    }
}
