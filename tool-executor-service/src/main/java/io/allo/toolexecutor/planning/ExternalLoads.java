// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import io.allo.toolexecutor.config.Json;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps what the staff say of the kitchen's other work. */
@ApplicationScoped
class ExternalLoads {
    private static final Duration LISTED_AHEAD = Duration.ofDays(366);

    private final ExternalLoadRepository repository;
    private final Json json;
    private final Clock clock;

    ExternalLoads(ExternalLoadRepository repository, Json json, Clock clock) {
        this.repository = repository;
        this.json = json;
        this.clock = clock;
    }

    /** Those that are not over. */
    @WithSession
    Uni<List<ExternalLoad>> current(UUID restaurantId) {
        Instant now = clock.instant();
        return between(restaurantId, now, now.plus(LISTED_AHEAD));
    }

    /** Within the current session. */
    Uni<List<ExternalLoad>> between(UUID restaurantId, Instant from, Instant until) {
        return repository
                .between(restaurantId, from, until)
                .map(rows ->
                        rows.stream().map(row -> ExternalLoad.of(row, json)).toList());
    }

    @WithSession
    Uni<Optional<UUID>> restaurantOf(UUID id) {
        return repository.findById(id).map(row -> Optional.ofNullable(row).map(found -> found.restaurantId));
    }

    /** In the current transaction, as the next two. */
    Uni<ExternalLoad> add(UUID restaurantId, ExternalLoadChange change) {
        ExternalLoadEntity row = new ExternalLoadEntity();
        row.id = UUID.randomUUID();
        row.restaurantId = restaurantId;
        row.createdAt = clock.instant();
        change.applyToNew(row, json);
        return repository.persistAndFlush(row).map(stored -> ExternalLoad.of(stored, json));
    }

    Uni<ExternalLoad> change(UUID id, ExternalLoadChange change) {
        return repository
                .findById(id)
                .invoke(row -> change.applyTo(row, json))
                .call(repository::flush)
                .map(row -> ExternalLoad.of(row, json));
    }

    Uni<Boolean> delete(UUID id) {
        return repository.deleteById(id);
    }
}
