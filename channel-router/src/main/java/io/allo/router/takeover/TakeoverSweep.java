// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.inbox.StaffMessages;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Tells people for whom nobody came in time. The message is kept before the takeover is changed: told twice is once, by its id. */
@ApplicationScoped
class TakeoverSweep {
    private static final Logger LOG = Logger.getLogger(TakeoverSweep.class);
    private static final int BATCH = 50;
    private static final int PURGE_EVERY = 500;

    private final TakeoverRepository takeovers;
    private final InboxQueries queries;
    private final StaffMessages messages;
    private final TakeoverConfig config;
    private final Clock clock;
    private final Vertx vertx;
    private final AtomicBoolean busy = new AtomicBoolean();
    private int rounds; // only under busy

    TakeoverSweep(
            TakeoverRepository takeovers,
            InboxQueries queries,
            StaffMessages messages,
            TakeoverConfig config,
            Clock clock,
            Vertx vertx) {
        this.takeovers = takeovers;
        this.queries = queries;
        this.messages = messages;
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(config.sweepInterval().toMillis(), _ -> sweep());
    }

    private void sweep() {
        if (busy.compareAndSet(false, true)) {
            round().chain(() -> takeovers.release(config.abandoned()))
                    .chain(() -> rounds++ % PURGE_EVERY == 0
                            ? takeovers.purge(config.retention())
                            : Uni.createFrom().item(0))
                    .onTermination()
                    .invoke(() -> busy.set(false))
                    .subscribe()
                    .with(_ -> {}, failure -> LOG.warnf("Takeovers were not swept: %s", failure.getMessage()));
        }
    }

    /** All for whom nobody came until now. */
    Uni<Void> round() {
        return takeovers
                .due(clock.instant(), BATCH)
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(this::late)
                        .collect()
                        .asList()
                        .replaceWithVoid());
    }

    private Uni<Void> late(Takeover takeover) {
        String words = Told.late(takeover.language(), takeover.waits());
        return queries.one(takeover.accountId(), takeover.conversationId())
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : messages.write(
                                        key(takeover, found.get()),
                                        new StaffMessages.Written("late:" + takeover.id(), words, null))
                                .replaceWithVoid())
                .onFailure(StaffMessages.RefusedException.class)
                .invoke(refused -> LOG.warnf("takeover %s: the person cannot be told (%s)", takeover.id(), refused))
                .onFailure(StaffMessages.RefusedException.class)
                .recoverWithNull()
                .chain(() -> takeovers.late(takeover))
                .onFailure()
                .invoke(failure -> LOG.warnf("takeover %s: is looked at again (%s)", takeover.id(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private static ConversationKey key(Takeover takeover, InboxQueries.Item item) {
        return new ConversationKey(
                takeover.accountId(),
                Channel.valueOf(item.shown().channel().toUpperCase(Locale.ROOT)),
                item.sessionId());
    }
}
