// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes messages beside the change that they tell of, and sends one at once for whoever waits for its outcome. */
@ApplicationScoped
public class Notifications {
    /** Nobody else sends it meanwhile: whoever made it waits for its outcome. */
    private static final Duration RESERVED = Duration.ofSeconds(5);

    private static final String INSERT = "insert into notifications"
            + " (id, account_id, subject, kind, channel, recipient, body, state, due_at, claimed_until,"
            + " created_at, changed_at)"
            + " values (:id, :account, :subject, :kind, :channel, :recipient, :body, 'waiting', :due, :reserved,"
            + " :now, :now)";
    private static final String WITHDRAW = "update notifications set state = 'withdrawn', changed_at = :now"
            + " where subject = :subject and kind = :kind and state = 'waiting'";

    private final MessageSender sender;
    private final NotificationStore store;
    private final Delivery delivery;
    private final Clock clock;

    Notifications(MessageSender sender, NotificationStore store, Delivery delivery, Clock clock) {
        this.sender = sender;
        this.store = store;
        this.delivery = delivery;
        this.clock = clock;
    }

    /**
     * A message.
     *
     * @param subject what it tells of, for example an appointment's id
     * @param kind {@code booked}, {@code reminder}, …: one of each waits for a subject
     * @param channel {@code sms} or {@code whatsapp}
     * @param recipient E.164
     * @param due not sooner; null = now
     */
    public record Message(
            String account,
            String subject,
            String kind,
            String channel,
            String recipient,
            String body,
            @Nullable Instant due) {}

    /** What became of a message. */
    public enum State {
        SENT,
        /** It is tried again. */
        LATER,
        FAILED
    }

    /** Adds it to the current transaction; its id, empty when nobody could send it. */
    public Uni<Optional<UUID>> add(Message message) {
        if (!sender.isReady(message.channel())) {
            return Uni.createFrom().item(Optional.empty());
        }
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter("id", id)
                        .setParameter("account", message.account())
                        .setParameter("subject", message.subject())
                        .setParameter("kind", message.kind())
                        .setParameter("channel", message.channel())
                        .setParameter("recipient", message.recipient())
                        .setParameter("body", message.body())
                        .setParameter("due", message.due() == null ? now : message.due())
                        .setParameter("reserved", message.due() == null ? now.plus(RESERVED) : now)
                        .setParameter("now", now)
                        .executeUpdate())
                .replaceWith(Optional.of(id));
    }

    /** What waits of this kind is not sent any more; in the current transaction. */
    public Uni<Integer> withdraw(String subject, String kind) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(WITHDRAW)
                        .setParameter("subject", subject)
                        .setParameter("kind", kind)
                        .setParameter("now", clock.instant())
                        .executeUpdate());
    }

    /** Sends it unless that was done; call after its transaction. Never fails. */
    public Uni<State> deliver(UUID id) {
        return store.claim(id)
                .chain(claimed -> claimed.isEmpty() ? Uni.createFrom().voidItem() : delivery.send(claimed.getFirst()))
                .chain(() -> store.state(id))
                .map(state -> "sent".equals(state) ? State.SENT : "waiting".equals(state) ? State.LATER : State.FAILED)
                .onFailure()
                .recoverWithItem(State.LATER);
    }
}
