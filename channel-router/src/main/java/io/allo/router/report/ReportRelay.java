// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import io.allo.contracts.events.ConversationEvent;
import io.allo.router.history.Outbox;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Sends the reports that wait in the outbox, each kind by its carrier: claim with a lease, read the record, send, delete. While who is
 * told is away a report is repeated, less and less often, for a day; what he refuses is dropped. A dead relay's reports go out when its lease
 * lapses, perhaps for the second time.
 */
@Singleton
class ReportRelay {
    private static final Logger LOG = Logger.getLogger(ReportRelay.class);
    private static final int BATCH = 20;
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration SEND_LIMIT = Duration.ofSeconds(5);
    /** Longer than a batch that is refused by silence. */
    private static final Duration LEASE = Duration.ofMinutes(3);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration REPEATED_FOR = Duration.ofDays(1);
    private static final int UNKNOWN = 404;

    private final Vertx vertx;
    private final Outbox outbox;
    private final EndedCalls calls;
    private final Clock clock;
    /** Each with the mark that a batch of its own is under way. */
    private final Map<Carrier, AtomicBoolean> carriers;

    private volatile boolean stopped;

    ReportRelay(Vertx vertx, Outbox outbox, EndedCalls calls, @All List<Carrier> carriers, Clock clock) {
        this.vertx = vertx;
        this.outbox = outbox;
        this.calls = calls;
        this.carriers = carriers.stream().collect(Collectors.toMap(one -> one, one -> new AtomicBoolean()));
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(ROUND.toMillis(), timer -> carriers.forEach(this::tick));
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void tick(Carrier carrier, AtomicBoolean sending) {
        if (stopped || !sending.compareAndSet(false, true)) {
            return;
        }
        outbox.claim(carrier.topic(), BATCH, LEASE)
                .chain(batch -> sendAll(carrier, batch))
                .eventually(() -> sending.set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf(failure, "reports wait for the database"));
    }

    private Uni<Void> sendAll(Carrier carrier, List<Outbox.Message> batch) {
        return Multi.createFrom()
                .iterable(batch)
                .onItem()
                .transformToUniAndConcatenate(message -> deliver(carrier, message))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> deliver(Carrier carrier, Outbox.Message message) {
        ConversationEvent ended = calls.event(message);
        return carrier.carry(ended)
                .ifNoItem()
                .after(SEND_LIMIT)
                .fail()
                .chain(() -> outbox.delete(List.of(message.id())))
                .onFailure()
                .recoverWithUni(failure -> failed(message, ended, failure));
    }

    private Uni<Void> failed(Outbox.Message message, ConversationEvent ended, Throwable failure) {
        Duration age = Duration.between(ended.occurredAt(), clock.instant());
        int status = failure instanceof WebApplicationException refused
                ? refused.getResponse().getStatus()
                : 0;
        boolean refused = status >= 400 && status < 500;
        if (!refused && age.compareTo(REPEATED_FOR) < 0) {
            LOG.debugf(failure, "a report waits conversationId=%s", ended.conversationId());
            return outbox.postpone(message.id(), pauseAt(age));
        }
        // The restaurant of an agent whose business application is another one is unknown here: that is no fault.
        LOG.logf(
                status == UNKNOWN ? Logger.Level.DEBUG : Logger.Level.WARN,
                "a report is given up conversationId=%s status=%d",
                ended.conversationId(),
                status);
        return outbox.delete(List.of(message.id()));
    }

    /** Half of the time that it has waited for. */
    static Duration pauseAt(Duration age) {
        Duration half = age.dividedBy(2);
        if (half.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return half.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : half;
    }
}
