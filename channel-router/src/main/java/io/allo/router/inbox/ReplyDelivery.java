// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.inbox.InboxEntry.Delivery;
import io.allo.router.inbox.ReplyPush.Outcome;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Sends stored answers by the provider's API. "Sending" is committed before the request leaves, so an answer whose fate is
 * unknown (lost response, killed process) is never sent twice.
 */
@ApplicationScoped
class ReplyDelivery {
    private static final Logger LOG = Logger.getLogger(ReplyDelivery.class);
    private static final int BATCH = 50;

    private final InboxRepository rows;
    private final SentMessages sent;
    private final InboxConfig config;
    private final Map<String, ReplyPush> pushes;

    ReplyDelivery(InboxRepository rows, SentMessages sent, InboxConfig config, @All List<ReplyPush> pushes) {
        this.rows = rows;
        this.sent = sent;
        this.config = config;
        this.pushes = pushes.stream().collect(Collectors.toMap(ReplyPush::provider, Function.identity()));
    }

    /** False for channels whose people fetch their answers themselves (web chat). */
    boolean pushes(String provider) {
        return pushes.containsKey(provider);
    }

    /** Why nothing can be sent now to whoever wrote this. */
    Optional<String> refusal(InboxEntry heard) {
        ReplyPush push = pushes.get(heard.provider());
        return push == null ? Optional.empty() : push.refusal(heard.receivedAt());
    }

    /** Sends the answer of row {@code id} unless someone else does. */
    Uni<Void> send(long id) {
        return rows.claimDelivery(id)
                .flatMap(claimed ->
                        claimed.map(this::push).orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Sends what is due, one after the other. */
    Uni<Void> sendDue() {
        Collection<String> providers = pushes.keySet();
        return rows.closeInterruptedDeliveries()
                .invoke(count -> {
                    if (count > 0) {
                        LOG.warnf("%d answers were being sent when their replica died: outcome unknown", count);
                    }
                })
                .flatMap(_ -> rows.dueDeliveries(providers, BATCH))
                .onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUniAndConcatenate(entry -> send(entry.id()))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> push(InboxEntry entry) {
        ReplyPush push = pushes.get(entry.provider());
        if (push == null || entry.reply() == null) {
            return rows.delivered(entry.id(), Delivery.UNDELIVERABLE, Duration.ZERO);
        }
        return push(entry, push, push.parts(entry.reply()), entry.partsSent());
    }

    private Uni<Void> push(InboxEntry entry, ReplyPush push, List<String> parts, int next) {
        if (next >= parts.size()) {
            return rows.delivered(entry.id(), Delivery.SENT, Duration.ZERO);
        }
        return push.push(entry.recipient(), parts.get(next)).flatMap(outcome -> switch (outcome) {
            case Outcome.Sent(var messageId) ->
                rows.partSent(entry.id(), next + 1)
                        .flatMap(_ -> sent.taken(entry, messageId))
                        .flatMap(_ -> push(entry, push, parts, next + 1));
            case Outcome.TryLater(var reason, var after) -> later(entry, reason, after);
            case Outcome.Refused(var reason) -> close(entry, Delivery.UNDELIVERABLE, reason);
            case Outcome.Unknown(var reason) -> close(entry, Delivery.UNKNOWN, reason);
        });
    }

    private Uni<Void> later(InboxEntry entry, String reason, Duration after) {
        if (entry.pushAttempts() >= config.maxPushAttempts()) {
            return close(entry, Delivery.UNDELIVERABLE, reason + ", given up");
        }
        LOG.infof("Answer to message %d is sent later: %s", entry.id(), reason);
        return rows.delivered(entry.id(), Delivery.PENDING, after);
    }

    private Uni<Void> close(InboxEntry entry, Delivery delivery, String reason) {
        LOG.warnf("Answer to message %d of %s: %s (%s)", entry.id(), entry.provider(), delivery.wireName(), reason);
        return rows.delivered(entry.id(), delivery, Duration.ZERO);
    }
}
