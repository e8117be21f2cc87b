// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.notification.Notifications;
import io.allo.toolexecutor.notification.Notifications.Message;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells the customer in writing of a booking, a move and a cancellation, and reminds of what is ahead. The message is stored with the
 * change; whether it left is told afterwards, and never undoes the change.
 */
@ApplicationScoped
class Confirmations {
    /** Key of a stored answer: the message whose fate is to be told with it. */
    static final String NOTIFICATION = "notification";

    private static final String REMINDER = "reminder";
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

    /** Stores what is to be sent in the current transaction; empty when nothing can be. */
    Uni<Optional<UUID>> write(Calendar calendar, AppointmentEntity row, Change change) {
        String channel = calendar.confirmations() == null ? "sms" : calendar.confirmations();
        String recipient = row.customerPhone == null ? row.callerPhone : row.customerPhone;
        String subject = row.id.toString();
        Uni<Integer> withdrawn = notifications.withdraw(subject, REMINDER);
        if (channel.equals(OFF) || recipient == null) {
            return withdrawn.replaceWith(Optional.empty());
        }
        Spoken spoken = new Spoken(calendar, Locale.forLanguageTag(row.language));
        String link = links.of(row.id)
                .map(url -> spoken.say(" Agenda : ", " Calendar: ") + url)
                .orElse("");
        Message now = new Message(
                calendar.account(),
                subject,
                change.wireName(),
                channel,
                recipient,
                text(spoken, row, change) + link,
                null);
        return withdrawn.chain(() -> notifications.add(now)).call(() -> reminder(calendar, row, change, now, spoken));
    }

    private Uni<Optional<UUID>> reminder(
            Calendar calendar, AppointmentEntity row, Change change, Message like, Spoken spoken) {
        Integer hours = calendar.reminderHours();
        Instant due = row.startAt.minus(Duration.ofHours(hours == null ? 0 : hours));
        if (hours == null || hours == 0 || change == Change.CANCELLED || !due.isAfter(clock.instant())) {
            return Uni.createFrom().item(Optional.empty());
        }
        String text = calendar.name()
                + spoken.say(" vous rappelle votre rendez-vous : ", " reminds you of your appointment: ")
                + what(spoken, row)
                + spoken.say(". Répondez CONFIRMER ou ANNULER.", ". Answer CONFIRM or CANCEL.");
        return notifications.add(
                new Message(like.account(), like.subject(), REMINDER, like.channel(), like.recipient(), text, due));
    }

    private static String text(Spoken spoken, AppointmentEntity row, Change change) {
        return spoken.calendar().name()
                + switch (change) {
                    case BOOKED ->
                        spoken.say(" : votre rendez-vous est confirmé. ", ": your appointment is confirmed. ");
                    case MOVED -> spoken.say(" : votre rendez-vous est déplacé. ", ": your appointment is moved. ");
                    case CANCELLED ->
                        spoken.say(" : votre rendez-vous est annulé. ", ": your appointment is cancelled. ");
                }
                + what(spoken, row) + ".";
    }

    private static String what(Spoken spoken, AppointmentEntity row) {
        return row.serviceName + ", " + spoken.dayAndTime(row.startAt);
    }

    /** Sends what the answer's change stored, and tells what became of it. Call after the transaction. */
    Uni<Answer> tell(Calendar calendar, ToolRequest request, Answer answer) {
        Map<String, Object> told = json.readMap(answer.json());
        if (!told.containsKey(NOTIFICATION)) {
            return Uni.createFrom().item(answer);
        }
        Spoken spoken = new Spoken(calendar, calendar.speaking(request.language()));
        String id = String.valueOf(told.remove(NOTIFICATION));
        Uni<String> fate = id.isEmpty()
                ? Uni.createFrom().item("none")
                : notifications
                        .deliver(UUID.fromString(id))
                        .map(state -> state.name().toLowerCase(Locale.ROOT));
        return fate.map(state -> {
            told.put("confirmation", state);
            told.put("message", told.get("message") + " " + sentence(calendar, spoken, state));
            return new Answer(answer.status(), json.write(told));
        });
    }

    private static String sentence(Calendar calendar, Spoken spoken, String state) {
        String name = "whatsapp".equals(calendar.confirmations()) ? "WhatsApp" : "SMS";
        return switch (state) {
            case "sent" ->
                spoken.say("La confirmation part par " + name + ".", "The confirmation is sent by " + name + ".");
            case "later" ->
                spoken.say(
                        "La confirmation par " + name + " n'a pas encore pu partir ; elle suivra.",
                        "The confirmation by " + name + " could not leave yet; it will follow.");
            case "failed" ->
                spoken.say(
                        "La confirmation par " + name + " n'a pas pu être envoyée, mais c'est bien enregistré.",
                        "The confirmation by " + name + " could not be sent, but this is stored.");
            default -> spoken.say("Aucune confirmation écrite n'est envoyée.", "No written confirmation is sent.");
        };
    }
}
