// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.call;

import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent;
import io.allo.contracts.events.ConversationEvent;
import io.allo.contracts.events.ConversationEvent.ConversationEnded;
import io.allo.contracts.events.ConversationEvent.ConversationErased;
import io.allo.contracts.events.ConversationEvent.ConversationHandedOver;
import io.allo.contracts.events.ConversationEvent.ConversationStarted;
import io.allo.contracts.pricing.ConversationCost;
import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.notification.Notifications;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/**
 * Takes {@code conversation-events} and {@code call-events}. Idempotent. What cannot be read or is refused by the database goes to the
 * dead-letter topic; while the database is away the reader waits.
 */
@ApplicationScoped
@RegisterForReflection(
        targets = {
            ConversationEvent.class,
            ConversationStarted.class,
            ConversationHandedOver.class,
            ConversationEnded.class,
            ConversationErased.class,
            ConversationCost.class,
            ConversationCost.ModelUse.class,
            CallEvent.class,
            CallEvent.CallOffered.class,
            CallEvent.CallRinging.class,
            CallEvent.CallAnswered.class,
            CallEvent.CallAnsweredBy.class,
            CallEvent.CallRejected.class,
            CallEvent.TransferStarted.class,
            CallEvent.TransferEnded.class,
            CallEvent.CallEnded.class,
            EndReason.class,
            EndReason.Category.class
        })
class EventFeed {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** SQLSTATE classes "data exception" and "integrity constraint violation": trying again is of no use. */
    private static final String REFUSALS = "2[23].*";

    private final Calls calls;
    private final LineFacts lines;
    private final Restaurants restaurants;
    private final Notifications notifications;
    private final Json json;
    private final Vertx vertx;

    EventFeed(
            Calls calls,
            LineFacts lines,
            Restaurants restaurants,
            Notifications notifications,
            Json json,
            Vertx vertx) {
        this.calls = calls;
        this.lines = lines;
        this.restaurants = restaurants;
        this.notifications = notifications;
        this.json = json;
        this.vertx = vertx;
    }

    @Incoming("conversation-events")
    Uni<Void> onConversation(String text) {
        return patiently(() -> {
            ConversationEvent event = json.read(text, ConversationEvent.class);
            Optional<UUID> restaurant = restaurantOf(event);
            Uni<?> forgotten = event instanceof ConversationErased
                    ? notifications.forgetTranscript(event.accountId(), event.conversationId())
                    : Uni.createFrom().voidItem();
            return restaurant.isEmpty()
                    ? forgotten.replaceWithVoid()
                    : forgotten.chain(() -> inFreshContext(() -> ofItsAccount(restaurant.get(), event.accountId())
                            .chain(known -> known
                                    ? Panache.withTransaction(() -> calls.on(event, restaurant.get()))
                                    : Uni.createFrom().voidItem())));
        });
    }

    @Incoming("call-events")
    Uni<Void> onCall(String text) {
        return patiently(() -> lines.store(json.read(text, CallEvent.class)));
    }

    /** An agent may name any restaurant; only its own account's gets the record. */
    private Uni<Boolean> ofItsAccount(UUID restaurantId, String accountId) {
        return restaurants
                .findAny(restaurantId)
                .map(found -> found.map(Restaurant::facts)
                        .filter(facts -> facts.accountId().equals(accountId))
                        .isPresent());
    }

    private static Optional<UUID> restaurantOf(ConversationEvent event) {
        String id = switch (event) {
            case ConversationStarted started -> started.restaurantId();
            case ConversationHandedOver handedOver -> null; // the record stays where the conversation began
            case ConversationEnded ended -> ended.restaurantId();
            case ConversationErased erased -> erased.restaurantId();
        };
        return id == null || id.isBlank() ? Optional.empty() : Restaurants.idOf(id);
    }

    private static Uni<Void> patiently(Supplier<Uni<? extends Void>> work) {
        return Uni.createFrom()
                .deferred(work)
                .onFailure(failure -> !isRefused(failure))
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    private static boolean isRefused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String state = sqlState(cause);
            if (state != null && state.matches(REFUSALS) || cause instanceof UncheckedIOException) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String sqlState(Throwable cause) {
        return cause instanceof PgException refused ? refused.getSqlState() : null;
    }

    /** A repetition runs on a timer's thread; a session needs a context of its own. */
    private Uni<Void> inFreshContext(Supplier<Uni<? extends Void>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context fresh = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            VertxContextSafetyToggle.setContextSafe(fresh, true);
            fresh.runOnContext(
                    start -> Uni.createFrom().deferred(work).subscribe().with(emitter::complete, emitter::fail));
        });
    }
}
