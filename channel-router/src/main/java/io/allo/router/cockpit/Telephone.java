// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.allo.router.cockpit.Gateways.Gateway;
import io.allo.router.config.ServiceKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks the gateways about the account's trunks and about the SIP messages of a call. One that is away delays nothing. */
@ApplicationScoped
class Telephone {
    private static final Logger LOG = Logger.getLogger(Telephone.class);
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final List<Gateway> gateways;
    private final String key;

    @Inject
    Telephone(Gateways gateways, ServiceKey key) {
        this(gateways.all(), key.value());
    }

    Telephone(List<Gateway> gateways, String key) {
        this.gateways = List.copyOf(gateways);
        this.key = key;
    }

    /** Of all gateways that answer, each trunk once for each of them. Empty: none can be asked. */
    Uni<Optional<List<Wallboard.Trunk>>> trunks(String account) {
        List<Uni<Optional<List<Wallboard.Trunk>>>> asked =
                gateways.stream().map(gateway -> trunks(gateway, account)).toList();
        return Uni.join().all(asked).andFailFast().map(answers -> {
            List<List<Wallboard.Trunk>> known =
                    answers.stream().flatMap(Optional::stream).toList();
            return known.isEmpty()
                    ? Optional.empty()
                    : Optional.of(known.stream().flatMap(List::stream).toList());
        });
    }

    private Uni<Optional<List<Wallboard.Trunk>>> trunks(Gateway gateway, String account) {
        return gateway.api()
                .trunks(key, account)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(JsonArray::new)
                .map(all -> Optional.of(IntStream.range(0, all.size())
                        .mapToObj(all::getJsonObject)
                        .map(one -> trunk(one, gateway))
                        .toList()))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf("trunks of %s are not known: %s", gateway.name(), failure.toString());
                    return Optional.empty();
                });
    }

    private static Wallboard.Trunk trunk(JsonObject one, Gateway gateway) {
        return new Wallboard.Trunk(
                one.getInteger("id"),
                one.getString("label"),
                one.getString("state"),
                instant(one.getString("since")),
                one.getInteger("status"),
                one.getInteger("calls", 0),
                gateway.name());
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    /** JSON of {@code GET /api/calls/{id}/ladder} of the gateway that had the call; empty: none knows it, or none can be asked. */
    Uni<Optional<String>> ladder(String account, String call) {
        List<Uni<Optional<String>>> asked =
                gateways.stream().map(gateway -> ladder(gateway, account, call)).toList();
        return Uni.join()
                .all(asked)
                .andFailFast()
                .map(answers -> answers.stream().flatMap(Optional::stream).findFirst());
    }

    private Uni<Optional<String>> ladder(Gateway gateway, String account, String call) {
        return gateway.api()
                .ladder(key, account, call)
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
