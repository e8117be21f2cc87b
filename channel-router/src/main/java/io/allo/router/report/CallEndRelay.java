// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import io.allo.contracts.events.ConversationEvent.ConversationEnded;
import io.allo.router.history.Outbox;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Takes ended calls from the outbox and has them told to the address that their agent names: at least once, again with growing
 * pauses while nobody answers, until they are given up. What was tried in vain waits in the database, so that neither a restart nor a
 * customer's dead server loses it or holds up another's.
 */
@Singleton
class CallEndRelay {
    private static final Logger LOG = Logger.getLogger(CallEndRelay.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    /** Beyond every limit of one try together: our own service, the record, the customer's server. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(30);

    private static final int MOST_DOUBLINGS = 30;

    private final Vertx vertx;
    private final Outbox outbox;
    private final EndedCalls calls;
    private final CallEndSender sender;
    private final CallEndConfig config;
    private final CallEndMeters meters;
    private final AtomicBoolean claiming = new AtomicBoolean();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean stopped;

    CallEndRelay(
            Vertx vertx,
            Outbox outbox,
            EndedCalls calls,
            CallEndSender sender,
            CallEndConfig config,
            CallEndMeters meters) {
        this.vertx = vertx;
        this.outbox = outbox;
        this.calls = calls;
        this.sender = sender;
        this.config = config;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(ROUND.toMillis(), timer -> tick());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void tick() {
        int room = config.atOnce() - inFlight.get();
        if (stopped || room <= 0 || !claiming.compareAndSet(false, true)) {
            return;
        }
        outbox.claim(Outbox.CALL_ENDS, room, config.timeout().plus(LEASE_MARGIN))
                .eventually(() -> claiming.set(false))
                .subscribe()
                .with(
                        batch -> batch.forEach(this::deliver),
                        failure -> LOG.debugf(failure, "ended calls wait for the database"));
    }

    private void deliver(Outbox.Message message) {
        ConversationEnded ended = calls.event(message);
        inFlight.incrementAndGet();
        sender.send(ended)
                .onFailure()
                .recoverWithItem(CallEndSender.Answer.LOST)
                .chain(answer -> settle(message, ended, answer))
                .eventually(inFlight::decrementAndGet)
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf(failure, "an ended call is told again when its lease lapses"));
    }

    private Uni<Void> settle(Outbox.Message message, ConversationEnded ended, CallEndSender.Answer answer) {
        int tries = message.attempts() + 1;
        switch (answer.kind()) {
            case NOBODY -> {}
            case TAKEN -> meters.count("delivered");
            case REFUSED -> givenUp("refused", ended, answer, tries);
            case AGAIN -> {
                if (tries < config.tries()) {
                    meters.count("repeated");
                    return outbox.postpone(message.id(), pauseAfter(tries));
                }
                givenUp("dead", ended, answer, tries);
            }
        }
        return outbox.delete(List.of(message.id()));
    }

    private void givenUp(String outcome, ConversationEnded ended, CallEndSender.Answer answer, int tries) {
        meters.count(outcome);
        LOG.warnf(
                "onCallEndWebhook: a call is not told conversationId=%s agentId=%s outcome=%s status=%d tries=%d",
                ended.conversationId(), ended.agentId(), outcome, answer.status(), tries);
    }

    /** Twice as long each time. */
    private Duration pauseAfter(int tries) {
        Duration pause = config.firstPause().multipliedBy(1L << Math.min(tries - 1, MOST_DOUBLINGS));
        return pause.compareTo(config.longestPause()) > 0 ? config.longestPause() : pause;
    }
}
