// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.allo.toolexecutor.notification.NotificationStore.Claimed;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** One attempt to send a claimed message, and what follows from it. */
@ApplicationScoped
class Delivery {
    private static final Logger LOG = Logger.getLogger(Delivery.class);
    private static final Duration WINDOW = Duration.ofHours(1);

    private final NotificationStore store;
    private final Senders senders;
    private final NotificationConfig config;
    private final MeterRegistry metrics;

    Delivery(NotificationStore store, Senders senders, NotificationConfig config, MeterRegistry metrics) {
        this.store = store;
        this.senders = senders;
        this.config = config;
        this.metrics = metrics;
    }

    Uni<Void> send(Claimed message) {
        return store.sentTo(message.outgoing().recipient(), WINDOW)
                .chain(sent -> sent >= config.perNumber()
                        ? Uni.createFrom()
                                .item(new MessageSender.Result.Never(
                                        0,
                                        "more than " + config.perNumber()
                                                + " messages to this recipient within an hour"))
                        : hand(message))
                .chain(result -> mark(message, result))
                .replaceWithVoid();
    }

    private Uni<MessageSender.Result> hand(Claimed message) {
        Optional<MessageSender> sender = senders.of(message.outgoing());
        return sender.isEmpty()
                ? Uni.createFrom().item(new MessageSender.Result.Never(0, "nothing is configured that sends it"))
                : store.carriedBy(message.id(), sender.get().provider())
                        .chain(() -> sender.get().send(message.id(), message.outgoing()));
    }

    private Uni<Integer> mark(Claimed message, MessageSender.Result result) {
        return switch (result) {
            case MessageSender.Result.Sent sent -> {
                count(message, "sent");
                yield store.mark(message.id(), "sent", sent.providerId(), 0, null, null);
            }
            case MessageSender.Result.Later later
            when message.attempts() < config.attempts() -> {
                count(message, "later");
                yield store.mark(message.id(), "waiting", null, later.code(), later.reason(), pause(message));
            }
            case MessageSender.Result.Later later -> dead(message, later.code(), later.reason());
            case MessageSender.Result.Never never -> dead(message, never.code(), never.reason());
        };
    }

    private Uni<Integer> dead(Claimed message, int code, String reason) {
        count(message, "dead");
        LOG.warnf(
                "message given up id=%s accountId=%s channel=%s code=%d: %s",
                message.id(), message.account(), message.outgoing().channel(), code, reason);
        return store.mark(message.id(), "dead", null, code, reason, null);
    }

    private Duration pause(Claimed message) {
        Duration pause = config.firstPause().multipliedBy(1L << Math.min(message.attempts() - 1, 20));
        return pause.compareTo(config.longestPause()) < 0 ? pause : config.longestPause();
    }

    private void count(Claimed message, String outcome) {
        metrics.counter("allo.notifications", "channel", message.outgoing().channel(), "outcome", outcome)
                .increment();
    }
}
