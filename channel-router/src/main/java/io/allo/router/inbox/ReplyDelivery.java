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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Sends stored answers by the provider's API. "Sending" is committed before the request leaves, so an answer whose fate is
 * unknown (lost response, killed process) is not sent again before {@link Reconciliation} knows that it was not taken.
 */
@ApplicationScoped
class ReplyDelivery {
    private static final Logger LOG = Logger.getLogger(ReplyDelivery.class);
    private static final int BATCH = 50;
    private static final Duration AGAIN = Duration.ofMillis(200);
    private static final int TRIES = 4;

    private final InboxRepository rows;
    private final InboxConfig config;
    private final Map<String, ReplyPush> pushes;

    /** Taken for sending perhaps, and certainly not sent: the database went away in that moment. */
    private final Set<Long> untouched = ConcurrentHashMap.newKeySet();

    ReplyDelivery(InboxRepository rows, InboxConfig config, @All List<ReplyPush> pushes) {
        this.rows = rows;
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
        long since = System.nanoTime();
        return rows.claimDelivery(id)
                .onFailure()
                .invoke(() -> notBegun(id))
                .flatMap(claimed -> claimed.map(entry -> send(entry, since))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Sends an answer that was to go by a response whose client is gone. */
    Uni<Void> sendAfterAll(long id) {
        long since = System.nanoTime();
        return rows.takeBack(id)
                .flatMap(taken -> taken.map(entry -> send(entry, since))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** The statement that was to take the answer of row {@code id} for sending had no answer. */
    void notBegun(long id) {
        untouched.add(id);
    }

    /**
     * Sends the answer of a row whose delivery is in state sending for this replica.
     *
     * @param since {@link System#nanoTime} before that was committed
     */
    Uni<Void> send(InboxEntry entry, long since) {
        ReplyPush push = pushes.get(entry.provider());
        if (push == null || entry.reply() == null) {
            return rows.delivered(entry.id(), Delivery.UNDELIVERABLE, Duration.ZERO);
        }
        return push(entry, push, push.parts(entry.reply()), entry.partsSent(), since);
    }

    /** Sends what is due, one after the other. */
    Uni<Void> sendDue() {
        Collection<String> providers = pushes.keySet();
        return giveBack()
                .flatMap(_ -> rows.dueDeliveries(providers, BATCH))
                .onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUniAndConcatenate(entry -> send(entry.id()))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> giveBack() {
        List<Long> ids = List.copyOf(untouched);
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : rows.giveBack(ids).invoke(() -> untouched.removeAll(Set.copyOf(ids)));
    }

    private Uni<Void> push(InboxEntry entry, ReplyPush push, List<String> parts, int next, long since) {
        if (next >= parts.size()) {
            return rows.delivered(entry.id(), Delivery.SENT, Duration.ZERO);
        }
        return isOurs(entry, since)
                .flatMap(ours -> ours
                        ? push.push(
                                        entry.recipient(),
                                        parts.get(next),
                                        Reference.of(entry, next).text())
                                .flatMap(outcome -> switch (outcome) {
                                    case Outcome.Sent(var messageId) -> taken(entry, push, parts, next + 1, messageId);
                                    case Outcome.TryLater(var reason, var after) -> later(entry, reason, after);
                                    case Outcome.Refused(var reason) -> close(entry, Delivery.UNDELIVERABLE, reason);
                                    case Outcome.Unknown(var reason) -> close(entry, Delivery.IN_DOUBT, reason);
                                })
                        : lost(entry));
    }

    /** A process that was stopped for longer than its lease must not send what others count as done with: an old answer after new ones. */
    private Uni<Boolean> isOurs(InboxEntry entry, long since) {
        return System.nanoTime() - since < config.lease().toNanos()
                ? Uni.createFrom().item(true)
                : rows.keepSending(entry.id());
    }

    /** The provider took the part that was in doubt: what follows it is sent. */
    Uni<Void> goOn(InboxEntry entry, String messageId) {
        ReplyPush push = pushes.get(entry.provider());
        return push == null || entry.reply() == null
                ? rows.delivered(entry.id(), Delivery.UNDELIVERABLE, Duration.ZERO)
                : taken(entry, push, push.parts(entry.reply()), entry.partsSent() + 1, messageId);
    }

    private Uni<Void> taken(InboxEntry entry, ReplyPush push, List<String> parts, int sent, String messageId) {
        long since = System.nanoTime();
        boolean last = sent == parts.size();
        return rows.partTaken(entry, sent, messageId, last)
                .onFailure()
                .retry()
                .withBackOff(AGAIN)
                .atMost(TRIES)
                .flatMap(ours -> last
                        ? Uni.createFrom().voidItem()
                        : ours ? push(entry, push, parts, sent, since) : lost(entry));
    }

    private static Uni<Void> lost(InboxEntry entry) {
        LOG.warnf("Answer to message %d was not sent in time: its outcome is in doubt", entry.id());
        return Uni.createFrom().voidItem();
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
