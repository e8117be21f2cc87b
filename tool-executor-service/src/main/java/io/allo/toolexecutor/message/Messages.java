// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.message;

import io.allo.contracts.events.BusinessEvent;
import io.allo.toolexecutor.outbox.Outbox;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps what callers leave, newest first. */
@ApplicationScoped
class Messages {
    private final MessageRepository repository;
    private final Outbox outbox;
    private final Clock clock;

    Messages(MessageRepository repository, Outbox outbox, Clock clock) {
        this.repository = repository;
        this.outbox = outbox;
        this.clock = clock;
    }

    @WithSession
    Uni<List<Message>> newest(UUID restaurantId, boolean unreadOnly) {
        return repository
                .newest(restaurantId, unreadOnly)
                .map(rows -> rows.stream().map(Message::of).toList());
    }

    /** Stores the message and its fact in the current transaction. */
    Uni<Message> leave(Restaurant restaurant, NewMessage message) {
        MessageEntity row = new MessageEntity();
        row.id = UUID.randomUUID();
        row.restaurantId = restaurant.id();
        row.callId = message.callId();
        row.callerPhone = PhoneNumbers.normalise(message.callerPhone(), restaurant.region())
                .orElse(null);
        row.callerName = message.callerName();
        row.content = message.content() == null ? "" : message.content().strip();
        row.category = message.category() == null ? "other" : message.category();
        row.urgent = Boolean.TRUE.equals(message.isUrgent());
        row.createdAt = clock.instant();
        return repository
                .persistAndFlush(row)
                .call(() -> outbox.add(new BusinessEvent.MessageLeft(
                        UUID.randomUUID().toString(),
                        row.createdAt,
                        restaurant.id().toString(),
                        row.id.toString(),
                        row.callId,
                        row.urgent)))
                .map(Message::of);
    }

    @WithSession
    Uni<Optional<UUID>> restaurantOf(UUID id) {
        return repository.findById(id).map(row -> Optional.ofNullable(row).map(found -> found.restaurantId));
    }

    /** Deletes a message in the current transaction. */
    Uni<Boolean> delete(UUID id) {
        return repository.deleteById(id);
    }

    /** Marks a message, in the current transaction; null leaves a mark as it is. */
    Uni<Message> mark(UUID id, @Nullable Boolean read, @Nullable Boolean urgent) {
        return repository
                .findById(id)
                .invoke(row -> {
                    row.read = read == null ? row.read : read;
                    row.urgent = urgent == null ? row.urgent : urgent;
                })
                .map(Message::of);
    }
}
