// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.blockedphone;

import io.allo.toolexecutor.restaurant.Restaurant;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The numbers that restaurants have blocked, each in E.164. */
@ApplicationScoped
class BlockedPhones {
    private final BlockedPhoneRepository repository;
    private final Clock clock;

    BlockedPhones(BlockedPhoneRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** @param fresh false: the number was blocked before */
    record Blocked(BlockedPhone phone, boolean fresh) {}

    @WithSession
    Uni<List<BlockedPhone>> newest(UUID restaurantId) {
        return repository
                .newest(restaurantId)
                .map(rows -> rows.stream().map(BlockedPhone::of).toList());
    }

    @WithSession
    Uni<Optional<BlockedPhone>> find(UUID restaurantId, String phone) {
        return repository
                .find(restaurantId, phone)
                .map(row -> Optional.ofNullable(row).map(BlockedPhone::of));
    }

    @WithSession
    Uni<Optional<UUID>> restaurantOf(UUID id) {
        return repository.findById(id).map(row -> Optional.ofNullable(row).map(found -> found.restaurantId));
    }

    /** Blocks a number in the current transaction. */
    Uni<Blocked> block(Restaurant restaurant, String phone, @Nullable String reason) {
        UUID id = UUID.randomUUID();
        return repository
                .block(id, restaurant.id(), phone, reason, clock.instant())
                .map(row -> new Blocked(BlockedPhone.of(row), row.id.equals(id)));
    }

    /** Lets a number call again, in the current transaction. */
    Uni<Boolean> unblock(UUID id) {
        return repository.deleteById(id);
    }
}
