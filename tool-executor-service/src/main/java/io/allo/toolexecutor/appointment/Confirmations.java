// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.notification.Notifications;
import io.allo.toolexecutor.notification.Notifications.Message;
import io.allo.toolexecutor.notification.Outgoing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells the customer in writing of a booking, a move and a cancellation, and reminds of what is ahead: by SMS or WhatsApp, and by e-mail
 * where he gave an address. The messages are stored with the change; whether the first left is told afterwards, and never undoes the
 * change.
 */
@ApplicationScoped
class Confirmations {
    /** Key of a stored answer: channel and id of the message whose fate is to be told with it. */
    static final String NOTIFICATION = "notification";

    static final String REMINDER = "reminder";
    private static final String OFF = "off";

    private final Notifications notifications;
    private final CalendarLinks links;
    private final Json json;
    private final Clock clock;

    Confirmations(Notifications notifications, CalendarLinks links, Json json, Clock clock) {
        this.notifications = notifications;
        this.links = links;
        this.json = json;
        this.clock = clock;
    }

    /** Stores what is to be sent in the current transaction; the first message as {@code channel:id}, empty when nothing can be. */
    Uni<Optional<String>> write(Calendar calendar, AppointmentEntity row, Change change) {
        return write(calendar, row, change, "");
    }

    /** The same, but not on the channel on which the customer is answered anyhow. */
    Uni<Optional<String>> write(Calendar calendar, AppointmentEntity row, Change change, String answered) {
        ConfirmationTexts texts =
                new ConfirmationTexts(new Spoken(calendar, Locale.forLanguageTag(row.language)), row, links.of(row.id));
        String subject = row.id.toString();
        List<Outgoing> messages = messages(calendar, row, change.wireName(), texts, change).stream()
                .filter(message ->
                        !message.channel().equals(answered) && notifications.canSend(calendar.account(), message))
                .toList();
        return notifications
                .withdraw(subject, REMINDER)
                .chain(() -> Multi.createFrom()
                        .iterable(messages)
                        .onItem()
                        .transformToUniAndConcatenate(message -> notifications
                                .add(new Message(calendar.account(), subject, message, null))
                                .map(id -> id.map(one -> message.channel() + ":" + one)))
                        .collect()
                        .asList())
                .call(() -> remind(calendar, row, change, texts))
                .map(ids -> ids.isEmpty() ? Optional.empty() : ids.getFirst());
    }

    /** What the business's channel carries comes first, the e-mail beside it. Cal.com writes e-mails of its own. */
    private static List<Outgoing> messages(
            Calendar calendar, AppointmentEntity row, String kind, ConfirmationTexts texts, Change change) {
        String channel = calendar.confirmations() == null ? Outgoing.SMS : calendar.confirmations();
        String phone = row.customerPhone == null ? row.callerPhone : row.customerPhone;
        List<Outgoing> messages = new ArrayList<>();
        if (channel.equals(OFF)) {
            return messages;
        }
        if (!channel.equals(Outgoing.EMAIL) && phone != null) {
            messages.add(new Outgoing(kind, channel, null, phone, texts.brief(change)));
        }
        if (row.customerEmail != null && (channel.equals(Outgoing.EMAIL) || row.externalId == null)) {
            messages.add(new Outgoing(kind, Outgoing.EMAIL, null, row.customerEmail, texts.mail(change)));
        }
        return messages;
    }

    private Uni<?> remind(Calendar calendar, AppointmentEntity row, Change change, ConfirmationTexts texts) {
        Integer hours = calendar.reminderHours();
        Instant due = row.startAt.minus(Duration.ofHours(hours == null ? 0 : hours));
        if (hours == null || hours == 0 || change == Change.CANCELLED || !due.isAfter(clock.instant())) {
            return Uni.createFrom().voidItem();
        }
        Optional<Outgoing> like = messages(calendar, row, REMINDER, texts, change).stream()
                .filter(message -> notifications.canSend(calendar.account(), message))
                .findFirst();
        if (like.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Outgoing first = like.get();
        boolean mail = first.channel().equals(Outgoing.EMAIL);
        Outgoing reminder = new Outgoing(
                REMINDER,
                first.channel(),
                first.sender(),
                first.recipient(),
                mail ? texts.reminderMail() : texts.reminder());
        return notifications.add(new Message(calendar.account(), row.id.toString(), reminder, due));
    }

    /** Sends what the answer's change stored, and tells what became of it. Call after the transaction. */
    Uni<Answer> tell(Calendar calendar, ToolRequest request, Answer answer) {
        Map<String, Object> told = json.readMap(answer.json());
        if (!told.containsKey(NOTIFICATION)) {
            return Uni.createFrom().item(answer);
        }
        Spoken spoken = new Spoken(calendar, calendar.speaking(request.language()));
        String[] message = String.valueOf(told.remove(NOTIFICATION)).split(":", 2);
        Uni<String> fate = message.length < 2
                ? Uni.createFrom().item("none")
                : notifications
                        .deliver(UUID.fromString(message[1]))
                        .map(state -> state.name().toLowerCase(Locale.ROOT));
        return fate.map(state -> {
            told.put("confirmation", state);
            told.put("message", told.get("message") + " " + ConfirmationTexts.fate(spoken, message[0], state));
            return new Answer(answer.status(), json.write(told));
        });
    }
}
