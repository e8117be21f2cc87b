// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.inbox.DoubtRepository.Doubt;
import io.allo.router.inbox.InboxEntry.Delivery;
import io.allo.router.inbox.ReplyPush.Trace;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Settles answers whose sending was interrupted (killed replica, cut connection, no answer in time): what the provider has reported or
 * lists was taken and goes on; what it provably does not know is sent again; where neither can be told in time, it is left unknown,
 * since the person could read it twice. Called by the sweep.
 */
@ApplicationScoped
class Reconciliation {
    private static final Logger LOG = Logger.getLogger(Reconciliation.class);
    private static final int BATCH = 50;
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final DoubtRepository doubts;
    private final ReplyDelivery delivery;
    private final InboxConfig config;
    private final Map<String, ReplyPush> pushes;
    private final MeterRegistry metrics;

    Reconciliation(
            DoubtRepository doubts,
            ReplyDelivery delivery,
            InboxConfig config,
            @All List<ReplyPush> pushes,
            MeterRegistry metrics) {
        this.doubts = doubts;
        this.delivery = delivery;
        this.config = config;
        this.pushes = pushes.stream().collect(Collectors.toMap(ReplyPush::provider, Function.identity()));
        this.metrics = metrics;
    }

    /** Looks into what is in doubt now, several at once: each may wait for its provider. */
    Uni<Void> run() {
        return doubts.open(pushes.keySet())
                .invoke(count -> {
                    if (count > 0) {
                        LOG.warnf("%d answers were being sent when their replica died: in doubt", count);
                    }
                })
                .flatMap(_ -> doubts.take(BATCH))
                .onItem()
                .transformToMulti(taken -> Multi.createFrom().iterable(taken))
                .onItem()
                .transformToUni(this::settle)
                .merge(BATCH)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> settle(Doubt doubt) {
        InboxEntry entry = doubt.entry();
        ReplyPush push = pushes.get(entry.provider());
        if (doubt.reportedAs().isPresent()) {
            return taken(entry, doubt.reportedAs().get());
        }
        List<String> parts = push == null || entry.reply() == null ? List.of() : push.parts(entry.reply());
        if (push == null || entry.partsSent() >= parts.size()) {
            return over(entry, Delivery.UNKNOWN, "nobody can be asked");
        }
        return push.trace(entry.recipient(), parts.get(entry.partsSent()), doubt.since())
                .flatMap(trace -> switch (trace) {
                    case Trace.Found(var ids) -> found(doubt, ids);
                    case Trace.Silent(var reason) -> wait(doubt, reason);
                });
    }

    private Uni<Void> found(Doubt doubt, List<String> ids) {
        InboxEntry entry = doubt.entry();
        Uni<List<String>> strangers =
                ids.isEmpty() ? Uni.createFrom().item(List.of()) : doubts.unaccounted(entry.provider(), ids);
        return strangers.flatMap(its -> {
            if (!its.isEmpty()) {
                return taken(entry, its.getFirst());
            }
            return doubt.age().compareTo(config.settleAfter()) < 0 ? wait(doubt, "not there yet") : again(doubt);
        });
    }

    private Uni<Void> taken(InboxEntry entry, String messageId) {
        count("taken");
        LOG.infof("Answer to message %d was taken by %s after all", entry.id(), entry.provider());
        return delivery.goOn(entry, messageId);
    }

    private Uni<Void> again(Doubt doubt) {
        InboxEntry entry = doubt.entry();
        if (doubt.overtaken()) {
            return over(entry, Delivery.UNKNOWN, "not taken, and a later answer is out");
        }
        if (entry.pushAttempts() >= config.maxPushAttempts()) {
            return over(entry, Delivery.UNDELIVERABLE, "not taken, given up");
        }
        long since = System.nanoTime();
        return doubts.again(entry.id()).flatMap(ours -> {
            ours.ifPresent(_ -> {
                count("again");
                LOG.warnf("Answer to message %d was not taken by %s: sent again", entry.id(), entry.provider());
            });
            return ours.map(taken -> delivery.send(taken, since))
                    .orElseGet(() -> Uni.createFrom().voidItem());
        });
    }

    private Uni<Void> wait(Doubt doubt, String reason) {
        return doubt.age().compareTo(config.settleWithin()) < 0
                ? doubts.leave(doubt.entry().id(), Delivery.IN_DOUBT, AGAIN)
                : over(doubt.entry(), Delivery.UNKNOWN, reason);
    }

    private Uni<Void> over(InboxEntry entry, Delivery delivery, String reason) {
        count(delivery.wireName());
        LOG.warnf("Answer to message %d of %s: %s (%s)", entry.id(), entry.provider(), delivery.wireName(), reason);
        return doubts.leave(entry.id(), delivery, Duration.ZERO);
    }

    private void count(String outcome) {
        metrics.counter("allo.inbox.doubts", "outcome", outcome).increment();
    }
}
