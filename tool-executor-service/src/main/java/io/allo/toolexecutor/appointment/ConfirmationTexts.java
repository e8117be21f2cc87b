// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.notification.Outgoing;
import io.allo.toolexecutor.notification.Outgoing.Content;
import java.util.List;
import java.util.Optional;

/**
 * What a customer reads of his appointment, in French or English: briefly on a telephone, at length by e-mail. What he comes for stands
 * in the e-mail alone; a telephone's screen shows messages to whoever looks.
 *
 * @param link to the calendar file
 */
record ConfirmationTexts(Spoken spoken, AppointmentEntity row, Optional<String> link) {

    Content brief(Change change) {
        String text = spoken.calendar().name()
                + switch (change) {
                    case BOOKED ->
                        spoken.say(" : votre rendez-vous est confirmé. ", ": your appointment is confirmed. ");
                    case MOVED -> spoken.say(" : votre rendez-vous est déplacé. ", ": your appointment is moved. ");
                    case CANCELLED ->
                        spoken.say(" : votre rendez-vous est annulé. ", ": your appointment is cancelled. ");
                }
                + what() + "." + reference(change)
                + link.map(url -> spoken.say(" Agenda : ", " Calendar: ") + url).orElse("");
        return brief(text);
    }

    /** With it the appointment is found where no verified number tells whose it is. */
    private String reference(Change change) {
        return change == Change.CANCELLED
                ? ""
                : spoken.say(" Référence : ", " Reference: ")
                        + Reference.of(row.id).spaced() + ".";
    }

    Content reminder() {
        return brief(reminds()
                + spoken.say(" Répondez 1 pour CONFIRMER ou 2 pour ANNULER.", " Answer 1 to CONFIRM or 2 to CANCEL."));
    }

    Content mail(Change change) {
        String title = switch (change) {
            case BOOKED -> spoken.say("Votre rendez-vous est confirmé", "Your appointment is confirmed");
            case MOVED -> spoken.say("Votre rendez-vous est déplacé", "Your appointment is moved");
            case CANCELLED -> spoken.say("Votre rendez-vous est annulé", "Your appointment is cancelled");
        };
        return letter(title, title);
    }

    Content reminderMail() {
        return letter(spoken.say("Rappel de votre rendez-vous", "Your appointment, a reminder"), reminds());
    }

    private Content letter(String title, String first) {
        StringBuilder text = new StringBuilder(spoken.say("Bonjour ", "Hello ") + row.customerName + ",\n\n" + first);
        text.append(first.endsWith(".") ? "\n\n" : ".\n\n");
        line(text, spoken.say("Prestation : ", "Service: "), row.serviceName);
        line(text, spoken.say("Quand : ", "When: "), spoken.dayAndTime(row.startAt));
        String address = spoken.calendar().address();
        if (address != null) {
            line(text, spoken.say("Où : ", "Where: "), address);
        }
        if (row.reason != null) {
            line(text, spoken.say("Motif : ", "Reason: "), row.reason);
        }
        if (!row.status.equals(Appointments.CANCELLED)) {
            line(
                    text,
                    spoken.say("Référence : ", "Reference: "),
                    Reference.of(row.id).spaced());
        }
        text.append('\n').append(spoken.calendar().name()).append('\n');
        return Content.mail(
                title + ", " + spoken.calendar().name(),
                text.toString(),
                CalendarFile.of(spoken.calendar(), row),
                row.language);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(value).append('\n');
    }

    private String reminds() {
        return spoken.calendar().name()
                + spoken.say(" vous rappelle votre rendez-vous : ", " reminds you of your appointment: ") + what()
                + ".";
    }

    private Content brief(String text) {
        List<String> variables = List.of(spoken.calendar().name(), row.serviceName, spoken.dayAndTime(row.startAt));
        return new Content(text, null, null, row.language, variables);
    }

    private String what() {
        return row.serviceName + ", " + spoken.dayAndTime(row.startAt);
    }

    /** What is said of the message. */
    static String fate(Spoken spoken, String channel, String state) {
        String name = switch (channel) {
            case Outgoing.WHATSAPP -> "WhatsApp";
            case Outgoing.EMAIL -> "e-mail";
            default -> "SMS";
        };
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
