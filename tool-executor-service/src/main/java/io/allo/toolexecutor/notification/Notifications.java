// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.allo.toolexecutor.config.Json;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes messages beside the change that they tell of, and sends one at once for whoever waits for its outcome. */
@ApplicationScoped
public class Notifications {
    /** Nobody else sends it meanwhile: whoever made it waits for its outcome. */
    private static final Duration RESERVED = Duration.ofSeconds(5);

    private static final String INSERT = "insert into notifications"
            + " (id, account_id, subject, kind, channel, sender, recipient, body, title, calendar_file, language, variables,"
            + " state, due_at, claimed_until, created_at, changed_at)"
            + " values (:id, :account, :subject, :kind, :channel, nullif(:sender, ''), :recipient, :body,"
            + " nullif(:title, ''), nullif(:file, ''), :language, :variables, 'waiting', :due, :reserved, :now, :now)"
            + " on conflict do nothing";
    private static final String WITHDRAW = "update notifications set state = 'withdrawn', changed_at = :now"
            + " where subject = :subject and kind = :kind and state = 'waiting'";

    private final Senders senders;
    private final NotificationStore store;
    private final Delivery delivery;
    private final NotificationConfig config;
    private final Json json;
    private final Clock clock;

    Notifications(
            Senders senders,
            NotificationStore store,
            Delivery delivery,
            NotificationConfig config,
            Json json,
            Clock clock) {
        this.senders = senders;
        this.store = store;
        this.delivery = delivery;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A message.
     *
     * @param subject what it tells of, for example an appointment's id
     * @param due not sooner; null = now
     */
    public record Message(
            String account,
            String subject,
            Outgoing outgoing,
            @Nullable Instant due) {}

    /** What became of a message. */
    public enum State {
        SENT,
        /** It is tried again. */
        LATER,
        FAILED
    }

    /** Whether anybody would send it for this account. */
    public boolean canSend(String account, Outgoing outgoing) {
        return senders.of(of(account, outgoing)).isPresent();
    }

    /** The account's own number decides who carries it. */
    private Outgoing of(String account, Outgoing outgoing) {
        return outgoing.channel().equals(Outgoing.EMAIL)
                ? outgoing
                : outgoing.from(config.numbers().get(account));
    }

    /** Adds it to the current transaction; its id, empty when nobody could send it. */
    public Uni<Optional<UUID>> add(Message message) {
        Outgoing outgoing = of(message.account(), message.outgoing());
        if (senders.of(outgoing).isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        Outgoing.Content content = outgoing.content();
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter("id", id)
                        .setParameter("account", message.account())
                        .setParameter("subject", message.subject())
                        .setParameter("kind", outgoing.kind())
                        .setParameter("channel", outgoing.channel())
                        .setParameter("sender", Objects.requireNonNullElse(outgoing.sender(), ""))
                        .setParameter("recipient", outgoing.recipient())
                        .setParameter("body", content.body())
                        .setParameter("title", Objects.requireNonNullElse(content.title(), ""))
                        .setParameter("file", Objects.requireNonNullElse(content.calendarFile(), ""))
                        .setParameter("language", content.language())
                        .setParameter("variables", json.write(content.variables()))
                        .setParameter("due", message.due() == null ? now : message.due())
                        .setParameter("reserved", message.due() == null ? now.plus(RESERVED) : now)
                        .setParameter("now", now)
                        .executeUpdate())
                .replaceWith(Optional.of(id));
    }

    /** Subjects of the reminders that went to this number on this channel and are not too old to be answered. */
    public Uni<List<String>> remindedOf(String account, String channel, String recipient) {
        return store.remindedOf(account, channel, recipient);
    }

    /** The words of this conversation are sent to nobody any more. */
    public Uni<Integer> forgetTranscript(String account, String conversation) {
        return store.forgetTranscript(account, conversation);
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
